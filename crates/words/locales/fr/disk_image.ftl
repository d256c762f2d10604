# Comment regarder dans une image disque sans la modifier. Les commandes sont les mêmes dans toutes les langues.

disk-image-how-to-mount = Une image disque n’est pas ouverte ici. Montez-la en lecture seule et examinez le dossier obtenu. Image brute (dd, img) : losetup --read-only --find --show --partscan FILE, puis mount -o ro,noload DEVICE FOLDER (sans noload hors ext3 et ext4). E01 : ewfmount FILE FOLDER, puis comme une image brute. VMDK, VHD, VHDX, VDI, QCOW2 : qemu-nbd --read-only --connect=/dev/nbd0 FILE, puis mount -o ro. Utilisez un bloqueur d’écriture pour le support d’origine.
