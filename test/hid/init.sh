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
# The browser story, where the host asks for it: portal's origin, agent's port, where the hand listens.
story=$(sed -n 's/.*brelok_story=\([^ ]*\).*/\1/p' /proc/cmdline)
if [ -n "$story" ]; then
  for module in virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci failover net_failover virtio_net; do
    insmod "/modules/$module.ko" || echo "### no module $module"
  done
  ifconfig eth0 10.0.2.15 netmask 255.255.255.0 up
  /usr/bin/node /app/story-guest.mjs $(echo "$story" | tr ',' ' ') 10.0.2.15
fi
poweroff -f
