# كيف يُنظر في صورة قرص دون تغييرها. الأوامر واحدة في كل اللغات.

disk-image-how-to-mount = لا تُفتح صورة القرص هنا. اربطها للقراءة فقط ثم افحص المجلد الناتج. الصورة الخام (dd، img): ⁨losetup --read-only --find --show --partscan FILE⁩ ثم ⁨mount -o ro,noload DEVICE FOLDER⁩ (من دون noload لغير ext3 وext4). E01: ⁨ewfmount FILE FOLDER⁩ ثم كما في الصورة الخام. VMDK وVHD وVHDX وVDI وQCOW2: ⁨qemu-nbd --read-only --connect=/dev/nbd0 FILE⁩ ثم ⁨mount -o ro⁩. استعمل مانع كتابة للوسيط الأصلي.
