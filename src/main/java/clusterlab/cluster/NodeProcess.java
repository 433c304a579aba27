package clusterlab.cluster;

/**
 * The process of a node that has one of its own.
 *
 * @param pid its id, which changes with each start
 * @param tomcat version of the Tomcat in it, as that says itself
 * @param java version of its Java
 */
public record NodeProcess(long pid, String tomcat, String java) {}
