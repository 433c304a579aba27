package clusterlab.agent;

/** An interceptor of server.xml needs a public MBean interface, else Tomcat logs a warning (JmxRegistry). */
public interface LinkedStaticMembershipMBean {}
