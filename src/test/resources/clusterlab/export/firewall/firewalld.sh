#!/bin/sh
# Made by: cluster-lab export test --preset tutorial
# For firewalld (CentOS, RHEL, Fedora), as root: firewalld.sh opens the ports, firewalld.sh --remove closes them again.
# The tutorial opens 45564/tcp too; Tomcat does not listen there.
set -eu
do=add
[ "${1:-}" != --remove ] || do=remove
# multicast heartbeats
firewall-cmd --permanent "--$do-port=45564/udp"
# IGMP, so that a switch goes on sending the group here
firewall-cmd --permanent "--$do-protocol=igmp"
# replication receivers
firewall-cmd --permanent "--$do-port=4000-4101/tcp"
# the front, for browsers
firewall-cmd --permanent "--$do-port=8000/tcp"
firewall-cmd --reload
