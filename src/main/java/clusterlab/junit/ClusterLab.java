package clusterlab.junit;

import clusterlab.spec.ClusterSpec;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Boots a lab for a test class or a test method, and hands it over as a parameter of type {@link clusterlab.Lab}.
 *
 * <pre>{@code
 * @ClusterLab(nodes = 3, webapp = "target/shop.war")
 * class CheckoutSurvives {
 *     @Test
 *     void basketIsThereAfterACrash(Lab lab) throws Exception {
 *         …  // log in and fill the basket at lab.uri()
 *         lab.control().kill(lab.ownerOf(cookie));
 *         …  // the basket is still there
 *     }
 * }
 * }</pre>
 *
 * <p>On a class, one lab serves all its methods, those of nested classes included: it boots for the first one that runs, and ends after the last
 * one. A fault stays after a method ends, unless the method heals it ({@code lab.control().healAll()}). On a method, the lab is its own.
 *
 * <p>All ports are free ones on the loopback interface, so that test classes can run in parallel. When a test fails, the logs and events
 * of its lab are copied to {@link #artifacts}, and the path is published as a report entry.
 *
 * <p>Multicast (preset tutorial or minimal) needs a JVM with {@code -Djava.net.preferIPv4Stack=true}: {@code argLine} of Surefire.
 *
 * <p>Words are those of the command line, see {@code java -jar cluster-lab.jar --help}. What can't be used fails the test class with the
 * sentence that the command line prints.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ClusterLabExtension.class)
public @interface ClusterLab {
    /** Number of nodes, 1 to 64. */
    int nodes() default 3;

    /** Folder or WAR of the application, relative to the working folder; empty for the session counter. */
    String webapp() default "";

    /** Context path of the application. */
    String contextPath() default "/";

    /** Preset: {@code lab}, {@code tutorial} or {@code minimal}. */
    String preset() default "lab";

    /** Session manager: {@code delta} or {@code backup}; empty for the preset's. */
    String manager() default "";

    /** {@code channelSendOptions}: {@code sync}, {@code async}, {@code ack} or a number; empty for the preset's. */
    String sendOptions() default "";

    /** Whether the front keeps a session on its node. */
    boolean sticky() default true;

    /** Whether each node has a process of its own: then a kill is a SIGKILL, and a node can be frozen. */
    boolean process() default false;

    /** Unmodified Tomcats instead of the embedded one: home, archive or version of one that is on this machine; empty for none. */
    String tomcat() default "";

    /** Seconds, 1 to 3600, after which a boot or a start has failed. */
    int readySeconds() default 120;

    /** Anything else of the plan: a class with a constructor without parameters that changes it last. */
    Class<? extends UnaryOperator<ClusterSpec.Builder>> plan() default AsItIs.class;

    /** Folder, relative to the working folder, that gets the logs of a lab whose test failed. */
    String artifacts() default "target/cluster-lab";

    /** Changes nothing. */
    final class AsItIs implements UnaryOperator<ClusterSpec.Builder> {
        @Override
        public ClusterSpec.Builder apply(ClusterSpec.Builder spec) {
            return spec;
        }
    }
}
