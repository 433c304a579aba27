# Made by: cluster-lab export test --preset tutorial
# catalina.sh reads this file. It has the secrets, so only its owner may read it.

# For catalina.sh stop: server.xml has no shutdown port.
CATALINA_PID="$CATALINA_BASE/temp/catalina.pid"
# Tomcat replaces ${AJP_SECRET} and ${CLUSTER_KEY} in conf/server.xml by these (EnvironmentPropertySource); on a command
# line the list of processes would show them.
export AJP_SECRET='the-secret-of-the-golden-files'
# preferIPv4Stack: a JVM with IPv6 can't join a multicast group on an IPv4 interface ("Invalid argument").
JAVA_OPTS="$JAVA_OPTS "'-Djava.net.preferIPv4Stack=true -Dorg.apache.tomcat.util.digester.PROPERTY_SOURCE=org.apache.tomcat.util.digester.EnvironmentPropertySource'
