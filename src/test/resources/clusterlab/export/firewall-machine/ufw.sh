#!/bin/sh
# Made by: cluster-lab export test --preset tutorial
# For ufw (Ubuntu, Debian), as root: ufw.sh opens the ports, ufw.sh --remove closes them again. ufw enable is yours to say:
# it can lock you out of a machine whose SSH port is not allowed.
set -eu
delete=
[ "${1:-}" != --remove ] || delete=delete
# multicast heartbeats
ufw $delete allow proto udp from 10.30.30.3 to 228.0.0.4 port 45564
ufw $delete allow proto udp from 10.30.30.4 to 228.0.0.4 port 45564
# IGMP, so that a switch goes on sending the group here
ufw $delete allow proto igmp from any to any
# replication receivers
ufw $delete allow proto tcp from 10.30.30.3 to any port 4000:4099
ufw $delete allow proto tcp from 10.30.30.4 to any port 4000:4099
# requests of the front
ufw $delete allow proto tcp from 10.30.30.1 to any port 8009
