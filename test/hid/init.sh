#!/bin/busybox sh
# The first and only program of the guest: devices, the cases, power off.
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
ifconfig lo 127.0.0.1 up
echo '127.0.0.1 localhost' > /etc/hosts
for module in hid uhid hid-generic; do insmod "/modules/$module.ko" || echo "### no module $module"; done
export PATH=/bin:/usr/bin HOME=/root NO_COLOR=1
/lib/systemd/systemd-udevd --daemon
echo "### BOOTED $(uname -r)"
/usr/bin/node /app/cases.mjs
poweroff -f
