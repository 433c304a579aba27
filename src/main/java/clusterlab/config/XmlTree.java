package clusterlab.config;

import clusterlab.spec.ClusterElement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.ext.DefaultHandler2;
import org.xml.sax.ext.Locator2;

/**
 * A configuration file as a tree with lines. The JDK's parser, since Tomcat's Digester keeps neither lines nor what it has no
 * rule for. The file is not trusted: it has no DOCTYPE, so that no entity reads another file or grows, and it is bounded.
 *
 * @param root of the file
 * @param commentedCluster line of the first comment that has a {@code <Cluster} in it
 */
public record XmlTree(ClusterElement root, OptionalInt commentedCluster) {
    /** Largest file: 10 MB. */
    static final int MOST_BYTES = 10_000_000;
    /** Most elements: Tomcat's own files have about a thousand. */
    static final int MOST_ELEMENTS = 100_000;
    /** Deepest nesting; Tomcat has rules for 9. */
    static final int DEEPEST = 50;

    /**
     * Reads a file.
     *
     * @throws UnreadableConfigException if it is missing, too large, not XML, or has a DOCTYPE
     */
    public static XmlTree read(Path file) throws UnreadableConfigException {
        byte[] bytes;
        try {
            if (!Files.isRegularFile(file)) {
                throw new UnreadableConfigException(
                        Files.exists(file)
                                ? "this is no regular file; name a server.xml"
                                : "there is no such file; check the path");
            }
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MOST_BYTES + 1);
            }
        } catch (IOException e) {
            throw new UnreadableConfigException("the file can't be read; check its permissions");
        }
        if (bytes.length > MOST_BYTES) {
            throw new UnreadableConfigException(
                    "the file has more than 10 MB; name a server.xml or a <Cluster> element");
        }
        return parse(bytes);
    }

    static XmlTree parse(byte[] bytes) throws UnreadableConfigException {
        Builder builder = new Builder(bytes);
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            XMLReader reader = factory.newSAXParser().getXMLReader();
            reader.setContentHandler(builder);
            reader.setErrorHandler(builder);
            reader.setProperty("http://xml.org/sax/properties/lexical-handler", builder);
            reader.parse(new InputSource(new ByteArrayInputStream(bytes)));
        } catch (Refusal e) {
            throw new UnreadableConfigException(String.valueOf(e.getMessage()));
        } catch (SAXParseException e) {
            throw new UnreadableConfigException("it is no XML at line " + e.getLineNumber() + ", column "
                    + e.getColumnNumber() + " (" + oneLine(e.getMessage()) + "); correct it there");
        } catch (SAXException | IOException e) {
            throw new UnreadableConfigException("it is no XML (" + oneLine(e.getMessage()) + "); correct it");
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
        ClusterElement root = builder.root;
        if (root == null) {
            throw new UnreadableConfigException("it has no element; name a server.xml or a <Cluster> element");
        }
        return new XmlTree(root, builder.commented);
    }

    private static String oneLine(@Nullable String message) {
        return String.valueOf(message).replaceAll("[\\p{Cc}\\s]+", " ").replaceAll("\\.$", "");
    }

    /** A sentence of ours on its way through the parser. */
    private static final class Refusal extends SAXException {
        private static final long serialVersionUID = 1L;

        private Refusal(String message) {
            super(message);
        }
    }

    private static final class Builder extends DefaultHandler2 {
        private record Open(String name, Map<String, String> attributes, List<ClusterElement> children, int line) {}

        private final byte[] bytes;
        private final Deque<Open> open = new ArrayDeque<>();
        private String @Nullable [] lines;
        private @Nullable Locator locator;
        private @Nullable ClusterElement root;
        private OptionalInt commented = OptionalInt.empty();
        private int elements;

        private Builder(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void setDocumentLocator(Locator given) {
            locator = given;
        }

        private int line() {
            return locator == null ? 0 : locator.getLineNumber();
        }

        /** The line where a start tag begins; the parser only tells where it ends. No value of an attribute has a '<'. */
        private int beginning() {
            int line = line();
            String[] all = lines();
            if (locator == null || line < 1 || line > all.length) {
                return line;
            }
            String last = all[line - 1];
            int at = last.lastIndexOf('<', Math.min(locator.getColumnNumber(), last.length()) - 2);
            for (int before = line; before > 0; before--) {
                if (before < line) {
                    at = all[before - 1].lastIndexOf('<');
                }
                if (at >= 0) {
                    return before;
                }
            }
            return line;
        }

        private String[] lines() {
            String[] split = lines;
            if (split == null) {
                Charset charset = StandardCharsets.UTF_8;
                String declared = locator instanceof Locator2 known ? known.getEncoding() : null;
                try {
                    charset = declared == null ? charset : Charset.forName(declared);
                } catch (IllegalArgumentException unknown) {
                    // Lines are the same in any that is like ASCII.
                }
                split = new String(bytes, charset).split("\\r\\n|\\r|\\n", -1);
                lines = split;
            }
            return split;
        }

        @Override
        public void startDTD(String name, @Nullable String publicId, @Nullable String systemId) throws SAXException {
            throw new Refusal("it has a DOCTYPE at line " + line()
                    + ", which can read other files; remove it, and put the content of its entities in their places");
        }

        @Override
        public void startElement(String uri, String localName, String name, Attributes given) throws SAXException {
            if (open.size() >= DEEPEST) {
                throw new Refusal("elements are nested more than " + DEEPEST + " deep at line " + line()
                        + "; name a server.xml or a <Cluster> element");
            }
            if (++elements > MOST_ELEMENTS) {
                throw new Refusal("it has more than 100,000 elements; name a server.xml or a <Cluster> element");
            }
            Map<String, String> attributes = new LinkedHashMap<>();
            for (int i = 0; i < given.getLength(); i++) {
                attributes.put(given.getQName(i), given.getValue(i));
            }
            open.push(new Open(name, attributes, new ArrayList<>(), beginning()));
        }

        @Override
        public void endElement(String uri, String localName, String name) {
            Open ended = open.pop();
            ClusterElement element = new ClusterElement(ended.name, ended.attributes, ended.children, ended.line);
            Open parent = open.peek();
            if (parent == null) {
                root = element;
            } else {
                parent.children.add(element);
            }
        }

        @Override
        public void comment(char[] text, int start, int length) {
            if (commented.isEmpty() && new String(text, start, length).contains("<Cluster")) {
                commented = OptionalInt.of(line());
            }
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
