package clusterlab.app.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * What matters here in a web.xml, a web-fragment.xml or a context.xml.
 *
 * @param file where it is in the application
 * @param metadataComplete whether Tomcat leaves the fragments out (ContextConfig.webConfig)
 * @param ordering names in {@code absolute-ordering}; empty if it has none or has {@code others}
 * @param resources names that it asks JNDI for
 * @param manager class of a {@code <Manager>}, or an empty text if it has one without a class
 */
record Descriptor(
        String file,
        Optional<String> name,
        boolean distributable,
        boolean metadataComplete,
        Optional<Set<String>> ordering,
        List<String> resources,
        Optional<String> manager) {

    private static final int LONGEST_TEXT = 10_000;

    /**
     * Parses one; a DTD is not fetched.
     *
     * @throws SAXException if it is broken; the message names the line
     */
    static Descriptor parse(InputStream in, String file) throws SAXException, IOException {
        Handler handler = new Handler();
        try {
            SAXParserFactory.newInstance().newSAXParser().parse(in, handler);
        } catch (SAXParseException e) {
            throw new SAXException("line " + e.getLineNumber() + ": " + e.getMessage(), e);
        } catch (ParserConfigurationException e) {
            throw new SAXException(e);
        }
        return new Descriptor(
                file,
                Optional.ofNullable(handler.name),
                handler.distributable,
                handler.metadataComplete,
                handler.ordered && !handler.others ? Optional.of(handler.ordering) : Optional.empty(),
                handler.resources,
                Optional.ofNullable(handler.manager));
    }

    private static final class Handler extends DefaultHandler {
        private final StringBuilder text = new StringBuilder();
        private final Set<String> ordering = new HashSet<>();
        private final List<String> resources = new ArrayList<>();
        private int depth;
        private boolean inOrdering;
        private boolean ordered;
        private boolean others;
        private boolean distributable;
        private boolean metadataComplete;
        private @Nullable String name;
        private @Nullable String manager;

        @Override
        public InputSource resolveEntity(String publicId, String systemId) {
            return new InputSource(new StringReader(""));
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void startElement(String uri, String local, String qualified, Attributes attributes) {
            depth++;
            text.setLength(0);
            switch (plain(qualified)) {
                case "web-app" -> metadataComplete = "true".equals(attributes.getValue("metadata-complete"));
                case "absolute-ordering" -> {
                    ordered = true;
                    inOrdering = true;
                }
                case "others" -> others |= inOrdering;
                case "Manager" ->
                    manager = String.valueOf(
                            attributes.getValue("className") == null ? "" : attributes.getValue("className"));
                case "Resource", "ResourceLink" -> {
                    if (attributes.getValue("name") != null) {
                        resources.add(attributes.getValue("name"));
                    }
                }
                default -> {}
            }
        }

        @Override
        public void characters(char[] characters, int start, int length) {
            if (text.length() < LONGEST_TEXT) {
                text.append(characters, start, length);
            }
        }

        @Override
        public void endElement(String uri, String local, String qualified) {
            String value = text.toString().strip();
            switch (plain(qualified)) {
                case "distributable" -> distributable |= depth == 2;
                case "name" -> {
                    if (inOrdering) {
                        ordering.add(value);
                    } else if (depth == 2) {
                        name = value;
                    }
                }
                case "absolute-ordering" -> inOrdering = false;
                case "res-ref-name", "resource-env-ref-name", "data-source-name" -> resources.add(value);
                default -> {}
            }
            text.setLength(0);
            depth--;
        }

        private static String plain(String qualified) {
            return qualified.substring(qualified.indexOf(':') + 1);
        }
    }
}
