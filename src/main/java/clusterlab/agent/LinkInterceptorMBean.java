package clusterlab.agent;

/** Without attributes: Tribes registers interceptors with JMX and warns of one that is no MBean (JmxRegistry.registerJmx). */
public interface LinkInterceptorMBean {}
