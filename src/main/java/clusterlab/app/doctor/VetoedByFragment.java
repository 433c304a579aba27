package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** ContextConfig.webConfig merges fragments unless the metadata is complete; WebXml.merge joins them with AND. */
final class VetoedByFragment extends Rule {
    VetoedByFragment() {
        super("distributable-vetoed", Severity.LOSS);
    }

    @Override
    public String title() {
        return "A library's web-fragment.xml has no `<distributable/>`";
    }

    @Override
    public String effect() {
        return "One such library switches the replication of the whole application off, silently.";
    }

    @Override
    public String see() {
        return "cluster-lab --webapp APP warns at its start; with --distributable it is switched on in "
                + "spite of the library.";
    }

    @Override
    public String mend() {
        return "Take a version of the library whose fragment has <distributable/>, or leave the fragment "
                + "out with metadata-complete=\"true\" or <absolute-ordering>; then register what it brings "
                + "yourself.";
    }

    @Override
    void examine(Examination examination, Consumer<RuleFinding> findings) {
        Application app = examination.app();
        if (app.descriptor()
                .map(own -> !own.distributable() || own.metadataComplete())
                .orElse(true)) {
            return;
        }
        Optional<Set<String>> ordering = app.descriptor().flatMap(Descriptor::ordering);
        for (Descriptor fragment : app.fragments()) {
            boolean counts = ordering.isEmpty()
                    || ordering.get().contains(fragment.name().orElse(""));
            if (!fragment.distributable() && counts) {
                findings.accept(RuleFinding.of(
                        this,
                        Certainty.CERTAIN,
                        RuleFinding.Place.file("WEB-INF/lib/" + fragment.file()),
                        fragment.file(),
                        "The web-fragment.xml in " + fragment.file() + " has no <distributable/>."));
            }
        }
    }
}
