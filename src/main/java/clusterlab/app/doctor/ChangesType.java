package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Nodes of two versions of the application, or two pages, disagree on what the attribute is. */
final class ChangesType extends Rule {
    ChangesType() {
        super("changes-type", Severity.RISK);
    }

    @Override
    public String title() {
        return "An attribute has values of unrelated classes";
    }

    @Override
    public String effect() {
        return "Code that expects the other class fails with ClassCastException, most often after a "
                + "failover or during an upgrade.";
    }

    @Override
    public String see() {
        return "cluster-lab verify APP";
    }

    @Override
    public String mend() {
        return "Use one name for one class.";
    }

    @Override
    void examine(Examination examination, Consumer<RuleFinding> findings) {
        Map<String, Map<String, Examination.Attribute>> byName = new TreeMap<>();
        for (Examination.Attribute attribute : examination.attributes()) {
            String type = attribute.type().name();
            if (!attribute.name().equals(Origin.COMPUTED)
                    && attribute.type().dimensions() == 0
                    && (attribute.exact() || type.equals("java/lang/String") || isConcrete(examination, type))) {
                byName.computeIfAbsent(attribute.name(), name -> new TreeMap<>())
                        .putIfAbsent(type, attribute);
            }
        }
        byName.forEach((name, types) -> {
            List<String> all = List.copyOf(types.keySet());
            for (int i = 1; i < all.size(); i++) {
                if (unrelated(examination.app(), all.get(0), all.get(i))) {
                    Examination.Attribute other = Objects.requireNonNull(types.get(all.get(i)));
                    Examination.Attribute first = Objects.requireNonNull(types.get(all.get(0)));
                    findings.accept(RuleFinding.of(
                            this,
                            Certainty.LIKELY,
                            other.place(),
                            name,
                            "The attribute " + name + " is a " + ClassHeader.dotted(all.get(i)) + " here and a "
                                    + ClassHeader.dotted(all.get(0)) + " in " + first.place() + "."));
                    return;
                }
            }
        });
    }

    private static boolean isConcrete(Examination examination, String type) {
        ClassHeader header = examination.app().headers().get(type);
        return header != null && !header.isInterface() && !header.isAbstract();
    }

    private static boolean unrelated(Application app, String one, String other) {
        if (isCollection(one) && isCollection(other)) {
            return false;
        }
        return app.isA(one, other) == Application.Answer.NO
                && app.isA(other, one) == Application.Answer.NO
                && !share(app, one, other);
    }

    private static boolean isCollection(String type) {
        return type.startsWith("java/util/");
    }

    /** Whether they are forms of one class of the application. */
    private static boolean share(Application app, String one, String other) {
        ClassHeader first = app.headers().get(one);
        ClassHeader second = app.headers().get(other);
        if (first == null || second == null) {
            return false;
        }
        String parent = String.valueOf(first.superName());
        boolean sameParent = !parent.equals("java/lang/Object") && parent.equals(second.superName());
        return sameParent
                || first.interfaces().stream()
                        .anyMatch(type -> !type.equals("java/io/Serializable")
                                && second.interfaces().contains(type));
    }
}
