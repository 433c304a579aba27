package clusterlab.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The {@code conf/context.xml} of a node: Tomcat's own with the application's {@code <Context>} in it. Tomcat reads an application's
 * META-INF/context.xml only when it deploys a WAR or a folder itself (HostConfig), not for a {@code <Context>} of server.xml; every
 * kind of host reads this file.
 */
public final class ContextXml {
    /** Attributes that the lab decides, or that would keep Tomcat from reading the rest. */
    private static final Set<String> OWN = Set.of("docBase", "path", "workDir", "override");

    private ContextXml() {}

    /**
     * Merges two files.
     *
     * @param usual Tomcat's own conf/context.xml, or empty for none
     * @param app the application's; its attributes replace equal ones, its children come last
     * @throws IOException if one of them can't be read; the message is a part of a sentence
     */
    public static String merged(Optional<Path> usual, Path app) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // A DTD is not fetched, an external entity not read.
            builder.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
            builder.setErrorHandler(null);
            Document document = usual.isPresent() ? parse(builder, usual.get()) : builder.newDocument();
            if (usual.isEmpty()) {
                document.appendChild(document.createElement("Context"));
            }
            merge(document.getDocumentElement(), parse(builder, app).getDocumentElement());
            return text(document);
        } catch (ParserConfigurationException | TransformerException e) {
            throw new IOException(app + " can't be read: " + e.getMessage(), e);
        }
    }

    private static Document parse(DocumentBuilder builder, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Document document = builder.parse(in);
            if (!document.getDocumentElement().getTagName().equals("Context")) {
                throw new IOException("the root of " + file + " is no <Context>");
            }
            return document;
        } catch (SAXParseException e) {
            throw new IOException(file + " is broken at line " + e.getLineNumber() + ": " + e.getMessage(), e);
        } catch (SAXException e) {
            throw new IOException(file + " is broken: " + e.getMessage(), e);
        }
    }

    private static void merge(Element into, Element from) {
        NamedNodeMap attributes = from.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Node attribute = attributes.item(i);
            if (!OWN.contains(attribute.getNodeName())) {
                into.setAttribute(attribute.getNodeName(), attribute.getNodeValue());
            }
        }
        into.appendChild(into.getOwnerDocument().createComment(" Of the application. "));
        for (Node child = from.getFirstChild(); child != null; child = child.getNextSibling()) {
            into.appendChild(into.getOwnerDocument().importNode(child, true));
        }
    }

    private static String text(Document document) throws TransformerException {
        // Of the JDK: one on the application's class path is none of ours.
        TransformerFactory factory = TransformerFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        Transformer transformer = factory.newTransformer();
        transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
        document.setXmlStandalone(true);
        StringWriter text = new StringWriter();
        transformer.transform(new DOMSource(document), new StreamResult(text));
        return text.append('\n').toString();
    }
}
