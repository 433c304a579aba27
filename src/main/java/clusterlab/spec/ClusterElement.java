package clusterlab.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * An element of a Tomcat configuration file with all that is in it, as it stands in the file. Text between elements and comments
 * are left out: Tomcat reads neither inside of a {@code <Cluster>}.
 *
 * @param name of the element, case as in the file
 * @param attributes name to value, in the order of the file; placeholders such as {@code ${catalina.base}} are kept
 * @param children in the order of the file
 * @param line where its start tag begins, from 1; 0 for an element that stands in no file
 */
public record ClusterElement(String name, Map<String, String> attributes, List<ClusterElement> children, int line) {

    /** The attribute that names an element's class. */
    public static final String CLASS = "className";

    /** Copies both, and keeps the order. */
    public ClusterElement {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        children = List.copyOf(children);
    }

    /** An element without children that stands in no file. */
    public static ClusterElement of(String name, String className) {
        return new ClusterElement(name, Map.of(CLASS, className), List.of(), 0);
    }

    /** The value of an attribute, if the element has it. */
    public Optional<String> attribute(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** The class that it names; empty if it names none. */
    public String className() {
        return attributes.getOrDefault(CLASS, "");
    }

    /** The name of its class without the package; empty if it names none. */
    public String simpleClassName() {
        return className().substring(className().lastIndexOf('.') + 1);
    }

    /** All children of this name. */
    public List<ClusterElement> children(String child) {
        return children.stream().filter(one -> one.name.equals(child)).toList();
    }

    /** The last child of this name: of several, Tomcat's Digester hands each to the parent, and the last one stays. */
    public Optional<ClusterElement> child(String child) {
        List<ClusterElement> all = children(child);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** The same with this value of an attribute, at its place if it was there, else at the end. */
    public ClusterElement with(String attribute, String value) {
        Map<String, String> changed = new LinkedHashMap<>(attributes);
        changed.put(attribute, value);
        return new ClusterElement(name, changed, children, line);
    }

    /** The same without an attribute. */
    public ClusterElement without(String attribute) {
        Map<String, String> changed = new LinkedHashMap<>(attributes);
        changed.remove(attribute);
        return new ClusterElement(name, changed, children, line);
    }

    /** The same with these children. */
    public ClusterElement withChildren(List<ClusterElement> changed) {
        return new ClusterElement(name, attributes, changed, line);
    }

    /** The same with one more child at the end. */
    public ClusterElement plus(ClusterElement child) {
        List<ClusterElement> more = new ArrayList<>(children);
        more.add(child);
        return withChildren(more);
    }

    /** The same with each child of this name changed. */
    public ClusterElement changing(String child, UnaryOperator<ClusterElement> change) {
        return withChildren(children.stream()
                .map(one -> one.name.equals(child) ? change.apply(one) : one)
                .toList());
    }

    /** The same without the lines of the file: equal for elements that Tomcat reads in the same way. */
    public ClusterElement unplaced() {
        return new ClusterElement(
                name,
                attributes,
                children.stream().map(ClusterElement::unplaced).toList(),
                0);
    }

    /**
     * The element as XML, one attribute a line, with a line break at the end.
     *
     * @param depth of the element in its file: each is two blanks
     */
    public String xml(int depth) {
        StringBuilder xml = new StringBuilder();
        append(xml, depth);
        return xml.toString();
    }

    private void append(StringBuilder xml, int depth) {
        String indent = "  ".repeat(depth);
        String between = "\n" + indent + " ".repeat(name.length() + 2);
        xml.append(indent).append('<').append(name);
        xml.append(attributes.entrySet().stream()
                .map(attribute -> attribute.getKey() + "=\"" + escape(attribute.getValue()) + "\"")
                .collect(Collectors.joining(between, attributes.isEmpty() ? "" : " ", "")));
        if (children.isEmpty()) {
            xml.append("/>\n");
            return;
        }
        xml.append(">\n");
        children.forEach(child -> child.append(xml, depth + 1));
        xml.append(indent).append("</").append(name).append(">\n");
    }

    /** So that a parser gives the same value back: it makes a blank of a line break or a tab that is not escaped. */
    private static String escape(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;")
                .replace("\n", "&#10;")
                .replace("\r", "&#13;")
                .replace("\t", "&#9;");
    }
}
