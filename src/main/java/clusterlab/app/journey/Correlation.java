package clusterlab.app.journey;

import clusterlab.app.journey.Draft.Kind;
import clusterlab.app.journey.Draft.Slot;
import clusterlab.app.journey.Places.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jsoup.nodes.Element;

/**
 * Where the values of a journey's requests came from. A value that an earlier recorded answer held (in a field of a form, a link,
 * a redirect, a meta element, JSON, a cookie, a script) is taken from the same place of the live answer.
 */
public final class Correlation {
    private final Journey journey;
    private final List<List<Source>> sources = new ArrayList<>();
    private final Set<String> notices = new TreeSet<>();

    /** Takes values of live answers and puts them into a request. */
    private interface Source {
        /**
         * Does it.
         *
         * @param live answers to the steps before
         * @param origin of the live pages
         * @param missing takes the name of what is not there
         */
        void apply(Draft draft, List<Answer> live, String origin, Consumer<String> missing);
    }

    private Correlation(Journey journey) {
        this.journey = journey;
    }

    /** Finds all places. */
    public static Correlation of(Journey journey) {
        Correlation found = new Correlation(journey);
        for (int i = 0; i < journey.steps().size(); i++) {
            found.sources.add(found.sources(i));
        }
        return found;
    }

    /** Sentences on the values that look as if a server had made them, and that no earlier answer has. */
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /** How many steps have a value of an earlier answer. */
    public int correlated() {
        return (int) sources.stream().filter(list -> !list.isEmpty()).count();
    }

    /**
     * The request of a step with the values of live answers in it.
     *
     * @param live the answers to all steps before
     * @param origin of the live pages
     * @param missing takes the names of values that the live answers do not have; the recorded ones are sent then
     */
    Draft draft(Step step, List<Answer> live, String origin, Consumer<String> missing) {
        Draft draft = new Draft(step);
        for (Source source : sources.get(step.number() - 1)) {
            source.apply(draft, live, origin, missing);
        }
        return draft;
    }

    private Step step(int index) {
        return journey.steps().get(index);
    }

    private List<Source> sources(int index) {
        List<Source> found = new ArrayList<>();
        Draft draft = new Draft(step(index));
        Optional<FormSource> form = form(index, draft);
        form.ifPresent(found::add);
        boolean whole = form.isPresent();
        if (!whole) {
            Optional<Source> link = link(index);
            link.ifPresent(found::add);
            whole = link.isPresent();
        }
        for (Slot slot : draft.slots()) {
            boolean bound = (whole && (slot.kind() == Kind.PATH))
                    || (whole && form.isEmpty() && slot.kind() == Kind.QUERY)
                    || form.map(source -> source.binds(slot)).orElse(false);
            if (!bound && isCandidate(slot)) {
                Optional<Source> value = value(index, slot);
                value.ifPresent(found::add);
                if (value.isEmpty()
                        && Secrets.looksServerMade(slot.value())
                        && !slot.name().equalsIgnoreCase("Authorization")) {
                    notices.add(
                            step(index).name() + ": " + slot.words()
                                    + " looks as if the server had made it, and no earlier answer has it; it is sent as it was recorded.");
                }
            }
        }
        return found;
    }

    private static boolean isCandidate(Slot slot) {
        return slot.kind() != Kind.HEADER
                || (Secrets.isSecretHeader(slot.name()) && !slot.value().startsWith("Basic "));
    }

    private Optional<Source> value(int index, Slot slot) {
        for (int j = index - 1; j >= 0; j--) {
            Optional<Place> place = Places.find(step(j).recorded(), bare(slot));
            if (place.isPresent()) {
                int from = j;
                String name = step(index).name() + ": " + slot.words();
                String prefix = slot.value().startsWith("Bearer ") ? "Bearer " : "";
                return Optional.of((draft, live, origin, missing) -> {
                    Optional<String> value = place.get().in(live.get(from));
                    value.ifPresentOrElse(
                            text -> draft.set(slot, prefix + text),
                            () -> missing.accept(name + ", which step " + (from + 1) + " had when it was recorded"));
                });
            }
        }
        return Optional.empty();
    }

    private static Slot bare(Slot slot) {
        return slot.value().startsWith("Bearer ")
                ? new Slot(slot.kind(), slot.index(), slot.name(), slot.value().substring("Bearer ".length()))
                : slot;
    }

    /** The form that was sent: of the latest page that has such a one. */
    private Optional<FormSource> form(int index, Draft draft) {
        Step sent = step(index);
        for (int j = index - 1; j >= 0; j--) {
            List<Form> forms = forms(step(j).recorded(), journey.origin(), j).stream()
                    .filter(form -> fits(form, sent, draft))
                    .toList();
            if (!forms.isEmpty()) {
                Form best = best(forms, form -> agreeing(form, draft.parameters()), 0);
                return Optional.of(new FormSource(j, best, forms.indexOf(best), draft));
            }
        }
        return Optional.empty();
    }

    private List<Form> forms(Answer page, String origin, int index) {
        return Form.of(page, origin, step(index).target());
    }

    private static boolean fits(Form form, Step sent, Draft draft) {
        boolean get = form.method().equals("GET");
        List<Slot> parameters = draft.parameters();
        return form.method().equals(sent.method())
                && (get
                        ? Target.path(form.target()).equals(Target.path(sent.target())) && !parameters.isEmpty()
                        : Target.shape(form.target()).equals(Target.shape(sent.target())))
                && (parameters.isEmpty() || parameters.stream().anyMatch(slot -> form.has(slot.name())));
    }

    private interface Score {
        int of(Form form);
    }

    /** The one with the highest score; of several the one at this place, else the first. */
    private static Form best(List<Form> forms, Score score, int place) {
        int most = forms.stream().mapToInt(score::of).max().orElse(0);
        List<Form> tied = forms.stream().filter(form -> score.of(form) == most).toList();
        return place < forms.size() && score.of(forms.get(place)) == most ? forms.get(place) : tied.get(0);
    }

    private static int agreeing(Form form, List<Slot> parameters) {
        return (int) parameters.stream()
                .filter(slot -> form.values(slot.name()).contains(slot.value()))
                .count();
    }

    /** A form: the fields that the user left as they were, and its action. */
    private final class FormSource implements Source {
        private final int from;
        private final Form recorded;
        private final int place;
        private final Map<Slot, Integer> fields = new HashMap<>();

        FormSource(int from, Form recorded, int place, Draft draft) {
            this.from = from;
            this.recorded = recorded;
            this.place = place;
            Map<String, Integer> seen = new HashMap<>();
            for (Slot slot : draft.parameters()) {
                int nth = seen.merge(slot.name(), 1, Integer::sum) - 1;
                List<String> values = recorded.values(slot.name());
                if (nth < values.size() && values.get(nth).equals(slot.value())) {
                    fields.put(slot, nth);
                }
            }
        }

        boolean binds(Slot slot) {
            return fields.containsKey(slot);
        }

        @Override
        public void apply(Draft draft, List<Answer> live, String origin, Consumer<String> missing) {
            List<Form> forms = forms(live.get(from), origin, from).stream()
                    .filter(form -> form.method().equals(recorded.method())
                            && Target.shape(form.target()).equals(Target.shape(recorded.target())))
                    .toList();
            if (forms.isEmpty()) {
                missing.accept(
                        draft.step.name() + ": the form, which step " + (from + 1) + " had when it was recorded");
                return;
            }
            Form form = best(
                    forms,
                    candidate -> (int) recorded.fields().stream()
                            .filter(field -> candidate.fields().contains(field))
                            .count(),
                    place);
            fields.forEach((slot, nth) -> {
                List<String> values = form.values(slot.name());
                if (nth < values.size()) {
                    draft.set(slot, values.get(nth));
                } else {
                    missing.accept(draft.step.name() + ": " + slot.words() + ", which the form of step " + (from + 1)
                            + " had when it was recorded");
                }
            });
            if (form.method().equals("POST")) {
                draft.target(form.target());
            } else {
                draft.path(Target.path(form.target()));
            }
        }
    }

    /** The link or redirect that was followed, if the address has something that may differ each time. */
    private Optional<Source> link(int index) {
        String target = step(index).target();
        String shape = Target.shape(target);
        if (shape.equals(target)) {
            return Optional.empty();
        }
        for (int j = index - 1; j >= 0; j--) {
            Answer answer = step(j).recorded();
            int from = j;
            if (answer.isRedirect() && location(answer, journey.origin(), j).equals(Optional.of(target))) {
                return Optional.of((draft, live, origin, missing) -> location(live.get(from), origin, from)
                        .filter(found -> Target.shape(found).equals(shape))
                        .ifPresentOrElse(
                                draft::target,
                                () -> missing.accept(draft.step.name() + ": the address, to which step " + (from + 1)
                                        + " redirected when it was recorded")));
            }
            List<Link> links = links(answer, journey.origin(), j, shape);
            for (int k = 0; k < links.size(); k++) {
                Link link = links.get(k);
                int place = k;
                if (link.target().equals(target)) {
                    return Optional.of((draft, live, origin, missing) ->
                            follow(draft, link, place, links(live.get(from), origin, from, shape), from, missing));
                }
            }
        }
        return Optional.empty();
    }

    private record Link(String target, String text) {}

    private List<Link> links(Answer page, String origin, int index, String shape) {
        List<Link> links = new ArrayList<>();
        for (Element element : page.html().select("a[href], area[href], iframe[src], frame[src]")) {
            String address = element.hasAttr("href") ? element.attr("href") : element.attr("src");
            Target.resolve(origin, step(index).target(), address)
                    .filter(target -> Target.shape(target).equals(shape))
                    .ifPresent(target -> links.add(new Link(target, element.text())));
        }
        return links;
    }

    private static void follow(
            Draft draft, Link recorded, int place, List<Link> live, int from, Consumer<String> missing) {
        if (live.stream().anyMatch(link -> link.target().equals(recorded.target()))) {
            return;
        }
        if (live.isEmpty()) {
            missing.accept(draft.step.name() + ": the link, which step " + (from + 1) + " had when it was recorded");
            return;
        }
        Link same = place < live.size() ? live.get(place) : live.get(live.size() - 1);
        draft.target(live.stream()
                .filter(link -> !link.text().isEmpty() && link.text().equals(recorded.text()))
                .findFirst()
                .filter(link -> !same.text().equals(recorded.text()))
                .orElse(same)
                .target());
    }

    private Optional<String> location(Answer answer, String origin, int index) {
        return answer.header("Location")
                .flatMap(to -> Target.resolve(origin, step(index).target(), to));
    }
}
