#!/bin/sh
# Made by: cluster-lab export test --preset tutorial
# For firewalld (CentOS, RHEL, Fedora), as root: firewalld.sh opens the ports, firewalld.sh --remove closes them again.
# The tutorial opens 45564/tcp too; Tomcat does not listen there.
set -eu
do=add
[ "${1:-}" != --remove ] || do=remove
# the front, for browsers
firewall-cmd --permanent "--$do-port=8000/tcp"
firewall-cmd --reload
