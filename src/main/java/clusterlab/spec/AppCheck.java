package clusterlab.spec;

import static clusterlab.spec.SpecException.Problem.unavailable;
import static clusterlab.spec.SpecException.Problem.usage;

import clusterlab.spec.SpecException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** What is wrong with an {@link AppSpec}. */
final class AppCheck {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PROPERTY = Pattern.compile("[^\\s=\\p{Cntrl}]+");

    /** The lab sets them for its nodes. */
    private static final Pattern OWN_VARIABLE = Pattern.compile("CLUSTER_LAB_.*|CATALINA_.*");

    /** Likewise, and what a JVM only reads when it starts. */
    private static final Pattern OWN_PROPERTY =
            Pattern.compile("catalina\\..*|clusterlab\\..*|common\\.loader|server\\.loader"
                    + "|shared\\.loader|package\\.(access|definition)|tomcat\\.util\\..*|java\\.(home|class\\.path|io\\.tmpdir"
                    + "|net\\.preferIPv4Stack|util\\.logging\\..*|naming\\.factory\\..*)");

    /** Children of a Context that can't be taken over, and why. */
    private static final Map<String, String> REFUSED = Map.of(
            "Manager",
            "the lab chooses the session manager; leave the element out, and use --manager, or --cluster with this file",
            "ResourceLink",
            "there are no global resources to link to; make it a <Resource>");

    private final ClusterSpec spec;
    private final AppSpec app;
    private final List<Problem> problems = new ArrayList<>();

    private AppCheck(ClusterSpec spec) {
        this.spec = spec;
        this.app = spec.app();
    }

    static List<Problem> problems(ClusterSpec spec) {
        AppCheck check = new AppCheck(spec);
        check.app.contextXml().ifPresent(check::contextXml);
        check.app.lib().ifPresent(check::lib);
        check.app.environment().keySet().forEach(check::variable);
        check.app.systemProperties().keySet().forEach(check::property);
        return check.problems;
    }

    private void contextXml(Path file) {
        String option = "--context-xml " + file + ": ";
        if (spec.webapp().isEmpty()) {
            problems.add(usage(option + "it is for your own application; add --webapp, or leave it out."));
        } else if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            problems.add(unavailable(option + "there is no such file, or it can't be read; check the path."));
        } else {
            try (InputStream in = Files.newInputStream(file)) {
                SAXParserFactory.newInstance().newSAXParser().parse(in, new Elements(option));
            } catch (SAXParseException e) {
                problems.add(usage(option + "it is broken at line " + e.getLineNumber() + ", column "
                        + e.getColumnNumber() + ": " + e.getMessage()));
            } catch (IOException | SAXException | ParserConfigurationException e) {
                problems.add(usage(option + "it can't be read: " + e.getMessage()));
            }
        }
    }

    private void lib(Path folder) {
        String option = "--lib " + folder + ": ";
        if (!Files.isDirectory(folder)) {
            problems.add(unavailable(option + "there is no such folder; check the path."));
            return;
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
            if (!jars.iterator().hasNext()) {
                problems.add(unavailable(option + "there is no jar in this folder; put the jars directly in it."));
            }
        } catch (IOException e) {
            problems.add(unavailable(option + "the folder can't be read; check its permissions."));
        }
    }

    private void variable(String name) {
        if (spec.host().kind() == HostSpec.Kind.JVM) {
            problems.add(usage("--env " + name
                    + ": without --process or --tomcat all nodes run in the lab's own JVM, whose"
                    + " environment can't change; add one of them, or set the variable before you start the lab."));
        } else if (OWN_VARIABLE.matcher(name).matches()) {
            problems.add(usage("--env " + name + ": the lab sets this variable; leave it out."));
        } else if (!VARIABLE.matcher(name).matches()) {
            problems.add(usage("--env " + name + ": use letters, digits and underscores for the name."));
        }
    }

    private void property(String name) {
        if (OWN_PROPERTY.matcher(name).matches()) {
            problems.add(
                    usage(
                            "--system-property " + name
                                    + ": the lab, Tomcat or the start of the JVM decides this property; leave it out, or use --jvm-options."));
        } else if (!PROPERTY.matcher(name).matches()) {
            problems.add(
                    usage("--system-property " + name + ": the name has a blank or a control character; remove it."));
        }
    }

    /** Looks at the root and its children. */
    private final class Elements extends DefaultHandler {
        private final String option;
        private int depth;

        private Elements(String option) {
            this.option = option;
        }

        @Override
        public void startElement(String uri, String localName, String name, Attributes attributes) {
            if (depth == 0 && !name.equals("Context")) {
                problems.add(usage(option + "its root is <" + name + ">; use a file whose root is <Context>."));
            } else if (depth == 1 && REFUSED.containsKey(name)) {
                problems.add(usage(option + "it has a <" + name + ">; " + REFUSED.get(name) + "."));
            }
            depth++;
        }

        @Override
        public void endElement(String uri, String localName, String name) {
            depth--;
        }

        @Override
        public InputSource resolveEntity(String publicId, String systemId) {
            return new InputSource(new StringReader(""));
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
