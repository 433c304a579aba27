#!/bin/sh
# Made by: cluster-lab export test --preset tutorial
# For ufw (Ubuntu, Debian), as root: ufw.sh opens the ports, ufw.sh --remove closes them again. ufw enable is yours to say:
# it can lock you out of a machine whose SSH port is not allowed.
set -eu
delete=
[ "${1:-}" != --remove ] || delete=delete
# the front, for browsers
ufw $delete allow proto tcp from any to any port 8000
