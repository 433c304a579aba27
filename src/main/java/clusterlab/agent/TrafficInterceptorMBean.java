package clusterlab.agent;

/** As {@link LinkInterceptorMBean}. */
public interface TrafficInterceptorMBean {}
