package clusterlab.front.httpd;

import clusterlab.export.HttpdFiles;
import clusterlab.front.Balancer.Worker;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * mod_proxy's balancer-manager, {@code mod_proxy_balancer.c}. It has no count of errors, so {@link Worker#errors} is
 * the number of failures since the last success. It has no state for recovering: a failed worker is ERR until a request
 * succeeds after {@code retry} seconds.
 */
final class ProxyControl extends HttpdControl {

    ProxyControl(Topology topology) {
        super(topology);
    }

    @Override
    public View view() throws IOException {
        Document manager = manager();
        NodeList elements = manager.getElementsByTagName("httpd:worker");
        Map<String, Seen> workers = new LinkedHashMap<>();
        for (int i = 0; i < elements.getLength(); i++) {
            Element worker = (Element) elements.item(i);
            String name = text(worker, "httpd:route");
            String status = text(worker, "httpd:status");
            workers.put(
                    name,
                    new Seen(
                            new Worker(
                                    name,
                                    state(status),
                                    activation(status),
                                    Long.parseLong(text(worker, "httpd:elected")),
                                    failures(status, Long.parseLong(text(worker, "httpd:retries")))),
                            Integer.parseInt(text(worker, "httpd:port"))));
        }
        // Only a sticky balancer has this element.
        boolean sticky = manager.getElementsByTagName("httpd:stickysession").getLength() > 0;
        return new View(workers, sticky);
    }

    @Override
    public void activate(String node, Worker.Activation activation) throws IOException {
        Document manager = manager();
        NodeList elements = manager.getElementsByTagName("httpd:worker");
        for (int i = 0; i < elements.getLength(); i++) {
            Element worker = (Element) elements.item(i);
            if (text(worker, "httpd:route").equals(node)) {
                post("b=" + HttpdFiles.BALANCER
                        + "&w=" + encode(text(worker, "httpd:name"))
                        + "&nonce=" + encode(text(manager.getDocumentElement(), "httpd:nonce"))
                        + "&w_status_N=" + (activation == Worker.Activation.DIS ? 1 : 0)
                        + "&w_status_S=" + (activation == Worker.Activation.STP ? 1 : 0));
                return;
            }
        }
        throw new NoSuchElementException("httpd has no node named " + node + ".");
    }

    /** {@code proxy_wstat_tbl} in {@code proxy_util.c}: Ok, Err, HcFl, … */
    static Worker.State state(String status) {
        return status.contains("Err") || status.contains("HcFl") ? Worker.State.ERR : Worker.State.OK;
    }

    private static long failures(String status, long retries) {
        return state(status) == Worker.State.ERR ? 1 + retries : 0;
    }

    /** Drn: only requests of its own sessions. Dis and Stop: no requests. */
    static Worker.Activation activation(String status) {
        if (status.contains("Stop") || status.contains("Dis")) {
            return Worker.Activation.STP;
        }
        return status.contains("Drn") ? Worker.Activation.DIS : Worker.Activation.ACT;
    }

    private Document manager() throws IOException {
        String xml = get("xml=1");
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("The answer of httpd's balancer-manager is invalid: " + e.getMessage() + ".", e);
        }
    }

    private static String text(Element parent, String name) throws IOException {
        NodeList found = parent.getElementsByTagName(name);
        if (found.getLength() == 0) {
            throw new IOException("The answer of httpd's balancer-manager lacks " + name + ".");
        }
        return found.item(0).getTextContent().strip();
    }
}
