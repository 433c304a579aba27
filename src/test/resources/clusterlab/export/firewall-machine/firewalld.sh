#!/bin/sh
# Made by: cluster-lab export test --preset tutorial
# For firewalld (CentOS, RHEL, Fedora), as root: firewalld.sh opens the ports, firewalld.sh --remove closes them again.
# The tutorial opens 45564/tcp too; Tomcat does not listen there.
set -eu
do=add
[ "${1:-}" != --remove ] || do=remove
# multicast heartbeats
firewall-cmd --permanent "--$do-rich-rule=rule family=ipv4 source address=10.30.30.3 destination address=228.0.0.4 port port=45564 protocol=udp accept"
firewall-cmd --permanent "--$do-rich-rule=rule family=ipv4 source address=10.30.30.4 destination address=228.0.0.4 port port=45564 protocol=udp accept"
# IGMP, so that a switch goes on sending the group here
firewall-cmd --permanent "--$do-protocol=igmp"
# replication receivers
firewall-cmd --permanent "--$do-rich-rule=rule family=ipv4 source address=10.30.30.3 port port=4000-4099 protocol=tcp accept"
firewall-cmd --permanent "--$do-rich-rule=rule family=ipv4 source address=10.30.30.4 port port=4000-4099 protocol=tcp accept"
# requests of the front
firewall-cmd --permanent "--$do-rich-rule=rule family=ipv4 source address=10.30.30.1 port port=8009 protocol=tcp accept"
firewall-cmd --reload
