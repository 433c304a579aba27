#!/bin/sh
# Made by: cluster-lab export test --preset tutorial
# For nftables, as root: nftables.sh opens the ports, nftables.sh --remove closes them again. It adds a chain of its own to the
# table inet filter, and a jump to it before the rules that are there. A reboot forgets both: for ever, put
#   include "FOLDER/cluster.nft"
# and, into the chain input, jump cluster_lab into /etc/nftables.conf.
set -eu
handles() { nft -a list chain inet filter input 2>/dev/null | sed -n 's/.*jump cluster_lab.*# handle \([0-9]*\).*/\1/p'; }
if [ "${1:-}" = --remove ]; then
  for handle in $(handles); do nft delete rule inet filter input handle "$handle"; done
  nft delete chain inet filter cluster_lab
  exit
fi
nft -f "$(dirname "$0")/cluster.nft"
[ -n "$(handles)" ] || nft insert rule inet filter input jump cluster_lab
