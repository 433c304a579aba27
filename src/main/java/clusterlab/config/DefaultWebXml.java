package clusterlab.config;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.catalina.startup.Tomcat;

/** The {@code conf/web.xml} of a CATALINA_BASE that has no other. */
public final class DefaultWebXml {
    private static final String MIME_TYPES = "MimeTypeMappings.properties";

    /** Of Tomcat 11. */
    private static final String NEWEST = "xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.1\"";

    /** The newest that Tomcat 9.0 knows; later ones do too (WebXml.setVersion). */
    private static final String COMMON = "xmlns=\"http://xmlns.jcp.org/xml/ns/javaee\" version=\"4.0\"";

    private DefaultWebXml() {}

    /** The descriptor with a version that Tomcat 9.0, 10.1 and 11 know, in place of Tomcat 11's. */
    public static String common(String webXml) {
        return webXml.replace(NEWEST, COMMON);
    }

    /** What {@code Tomcat.initWebappDefaults} gives an embedded Tomcat: two servlets, 30 minutes, welcome files, types of files. */
    public static String text() throws IOException {
        StringBuilder xml = new StringBuilder(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
                  <servlet>
                    <servlet-name>default</servlet-name>
                    <servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class>
                    <load-on-startup>1</load-on-startup>
                  </servlet>
                  <servlet>
                    <servlet-name>jsp</servlet-name>
                    <servlet-class>org.apache.jasper.servlet.JspServlet</servlet-class>
                    <init-param><param-name>fork</param-name><param-value>false</param-value></init-param>
                    <load-on-startup>3</load-on-startup>
                  </servlet>
                  <servlet-mapping><servlet-name>default</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
                  <servlet-mapping>
                    <servlet-name>jsp</servlet-name>
                    <url-pattern>*.jsp</url-pattern>
                    <url-pattern>*.jspx</url-pattern>
                  </servlet-mapping>
                  <session-config><session-timeout>30</session-timeout></session-config>
                """);
        Properties types = new Properties();
        try (InputStream in = Tomcat.class.getResourceAsStream(MIME_TYPES)) {
            types.load(Objects.requireNonNull(in, MIME_TYPES + " is missing in the jar"));
        }
        new TreeMap<>(types).forEach((extension, type) -> xml.append("  <mime-mapping><extension>")
                .append(ClusterXml.escape(extension.toString()))
                .append("</extension><mime-type>")
                .append(ClusterXml.escape(type.toString()))
                .append("</mime-type></mime-mapping>\n"));
        return xml.append(
                        """
                          <welcome-file-list>
                            <welcome-file>index.html</welcome-file>
                            <welcome-file>index.htm</welcome-file>
                            <welcome-file>index.jsp</welcome-file>
                          </welcome-file-list>
                        </web-app>
                        """)
                .toString();
    }
}
