# How to look into a disk image without changing it. The commands are the same in every language.

disk-image-how-to-mount = A disk image is not opened here. Mount it read-only and examine the folder that results. Raw (dd, img): losetup --read-only --find --show --partscan FILE, then mount -o ro,noload DEVICE FOLDER (without noload for anything but ext3 and ext4). E01: ewfmount FILE FOLDER, then as for raw. VMDK, VHD, VHDX, VDI, QCOW2: qemu-nbd --read-only --connect=/dev/nbd0 FILE, then mount -o ro. Use a write blocker for the original medium.
