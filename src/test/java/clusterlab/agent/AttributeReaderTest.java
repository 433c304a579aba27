package clusterlab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.agent.AttributeLook.Problem;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttributeReaderTest {
    private final AttributeReader reader = new AttributeReader(AttributeReaderTest.class.getClassLoader());
    private final SessionTouches.Known unknown = new SessionTouches(true, System::nanoTime).known("none");

    private AttributeLook look(Object value) {
        return reader.look("cart", value, true, unknown);
    }

    private String digest(Object value) {
        AttributeLook look = look(value);
        assertThat(look.problem()).as(look.toString()).isEqualTo(Problem.NONE);
        assertThat(look.digest()).hasSize(16);
        return look.digest();
    }

    /** Not Serializable. */
    private static final class Owner {}

    private static final class Item implements Serializable {
        private static final long serialVersionUID = 1L;

        private final String name;
        private Object owner = "";
        private Item next;

        private Item(String name) {
            this.name = name;
        }

        private Item ownedBy(Object one) {
            owner = one;
            return this;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final class Cart implements Serializable {
        private static final long serialVersionUID = 1L;

        private final List<Object> items = new ArrayList<>();
        private final Map<String, Object> notes = new HashMap<>();
        private int total;
        private transient Object cache;

        @Override
        public String toString() {
            return items + " " + notes + " " + total + " " + cache;
        }
    }

    @Test
    void whatAClassComputesWhenItIsAskedDoesNotCount() throws Exception {
        URL url = new URL("file:/a");
        String before = digest(url);
        assertThat(url.hashCode()).isNotEqualTo(-1);
        assertThat(digest(url)).isEqualTo(before);
        assertThat(digest(new URL("file:/b"))).isNotEqualTo(before);
        Calendar day = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        day.setTimeInMillis(0);
        before = digest(day);
        assertThat(day.get(Calendar.DAY_OF_WEEK)).isEqualTo(Calendar.THURSDAY);
        assertThat(digest(day)).isEqualTo(before);
        day.add(Calendar.DAY_OF_MONTH, 1);
        assertThat(digest(day)).isNotEqualTo(before);
        day.add(Calendar.DAY_OF_MONTH, -1);
        assertThat(digest(day)).isEqualTo(before);
    }

    @Test
    void theOrderInAHashMapDoesNotCount() {
        Map<Item, String> one = new HashMap<>(16);
        Map<Item, String> other = new HashMap<>(1024);
        for (int i = 0; i < 40; i++) {
            one.put(new Item("i" + i), "v" + i);
            other.put(new Item("i" + (39 - i)), "v" + (39 - i));
        }
        assertThat(digest(one)).isEqualTo(digest(other));
        other.put(new Item("another"), "v");
        assertThat(digest(one)).isNotEqualTo(digest(other));
    }

    @Test
    void aValueUnderAnotherKeyCounts() {
        assertThat(digest(new HashMap<>(Map.of("a", "1", "b", "2"))))
                .isNotEqualTo(digest(new HashMap<>(Map.of("a", "2", "b", "1"))));
        assertThat(digest(new IdentityHashMap<>(Map.of("a", "1", "b", "2"))))
                .isEqualTo(digest(new IdentityHashMap<>(Map.of("b", "2", "a", "1"))));
    }

    @Test
    void theOrderInASetDoesNotCountButInALinkedOneItDoes() {
        Set<Object> one = new HashSet<>();
        Set<Object> other = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            one.add(new Item("i" + i));
            other.add(new Item("i" + (39 - i)));
        }
        assertThat(digest(one)).isEqualTo(digest(other));
        Map<String, Integer> ab = new LinkedHashMap<>();
        ab.put("a", 1);
        ab.put("b", 2);
        Map<String, Integer> ba = new LinkedHashMap<>();
        ba.put("b", 2);
        ba.put("a", 1);
        assertThat(digest(ab)).isNotEqualTo(digest(ba));
    }

    @Test
    void whatIsHeldTwiceIsTheSameAsWhatIsShared() {
        String text = "shared";
        assertThat(digest(new ArrayList<>(List.of(text, text))))
                .isEqualTo(digest(new ArrayList<>(List.of(text, new String(text.toCharArray())))));
        assertThat(digest(new ArrayList<>(List.of(text)))).isNotEqualTo(digest(new ArrayList<>(List.of(text, text))));
    }

    @Test
    void aCycleEnds() {
        Item a = new Item("a");
        a.next = new Item("b");
        a.next.next = a;
        Item alike = new Item("a");
        alike.next = new Item("b");
        alike.next.next = alike;
        assertThat(digest(a)).isEqualTo(digest(alike));
        alike.next.ownedBy("somebody");
        assertThat(digest(a)).isNotEqualTo(digest(alike));
    }

    @Test
    void aChangeDeepInsideCounts() {
        Item first = new Item("first");
        Item alike = new Item("first");
        for (Item each : List.of(first, alike)) {
            Item at = each;
            for (int i = 0; i < 500; i++) {
                at.next = new Item("n" + i);
                at = at.next;
            }
            at.ownedBy(each == first ? 1 : 2);
        }
        assertThat(digest(first)).isNotEqualTo(digest(alike));
    }

    static List<Object> values() {
        Properties properties = new Properties();
        properties.setProperty("a", "b");
        EnumMap<TimeUnit, Object> units = new EnumMap<>(TimeUnit.class);
        units.put(TimeUnit.DAYS, new Date(7));
        return List.of(
                1,
                2L,
                'c',
                "text",
                "x".repeat(70_000),
                new int[] {1, 2, 3},
                new Object[] {"a", 1, null},
                new boolean[][] {{true}, {false}},
                TimeUnit.HOURS,
                String.class,
                new Date(5),
                UUID.fromString("00000000-0000-0001-0000-000000000002"),
                Locale.KOREA,
                List.of(1, 2, 3),
                Set.of("a", "b", "c"),
                Map.of("a", 1, "b", 2, "c", 3),
                Arrays.asList("a", "b"),
                new LinkedList<>(List.of("a", "b")),
                Collections.unmodifiableMap(new TreeMap<>(Map.of("b", 1, "a", 2))),
                Collections.synchronizedList(new ArrayList<>(List.of(1))),
                new ConcurrentHashMap<>(Map.of("a", 1, "b", 2)),
                properties,
                units,
                new AtomicReference<>(new Item("inside")),
                new StringBuilder("built"),
                new java.math.BigDecimal("12.50"),
                java.time.Instant.ofEpochSecond(9),
                java.time.LocalDate.of(2026, 1, 1),
                new Cart(),
                new OwnForm());
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesOfTheJdkHaveADigestAndKeepIt(Object value) {
        assertThat(digest(value)).isEqualTo(digest(value));
        assertThat(look(value).bytes()).isPositive();
    }

    /** A writeObject that does not write the fields of its class. */
    private static final class OwnForm implements Serializable {
        private static final long serialVersionUID = 1L;

        private int number = 7;
        private String text = "seven";
        private Object owner = "";

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeUTF(text);
            out.writeObject(owner);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            text = in.readUTF();
            number = text.length();
            owner = in.readObject();
        }

        @Override
        public String toString() {
            return text + number;
        }
    }

    @Test
    void whatIsNotSerializableIsNamedWithTheWayToIt() {
        Cart cart = new Cart();
        cart.items.add(new Item("fine"));
        cart.items.add(new Item("bad").ownedBy(new Owner()));
        AttributeLook look = look(cart);
        assertThat(look.problem()).isEqualTo(Problem.NOT_SERIALIZABLE);
        assertThat(look.path()).isEqualTo("cart.items[1].owner");
        assertThat(look.detail()).isEqualTo(Owner.class.getName());
        assertThat(look.bytes()).isEqualTo(-1);
    }

    @Test
    void theWayLeadsThroughMapsArraysWrappersAndTheAttributeItself() {
        Cart cart = new Cart();
        cart.notes.put("buyer", new Object[] {"", new Owner()});
        assertThat(look(cart).path()).isEqualTo("cart.notes[buyer][1]");
        assertThat(look(Collections.synchronizedMap(new TreeMap<>(Map.of("k", new AtomicReference<>(new Owner())))))
                        .path())
                .isEqualTo("cart[k]");
        assertThat(look(List.of(1, 2, new Owner())).path()).isEqualTo("cart[2]");
        assertThat(look(Map.of("who", new Owner())).path()).isEqualTo("cart[who]");
        assertThat(look(new Owner()).path()).isEqualTo("cart");
        Supplier<Object> lambda = () -> cart;
        assertThat(look(List.of(lambda)).detail()).isEqualTo(AttributeReaderTest.class.getName() + "$$Lambda");
    }

    @Test
    void theWayIsFoundBehindAnOwnForm() {
        OwnForm form = new OwnForm();
        form.owner = new Item("x").ownedBy(new Owner());
        assertThat(look(form).path()).isEqualTo("cart[0].owner");
    }

    @Test
    void aTransientFieldDoesNotCount() {
        Cart cart = new Cart();
        String before = digest(cart);
        cart.cache = new Owner();
        assertThat(digest(cart)).isEqualTo(before);
        cart.total = 1;
        assertThat(digest(cart)).isNotEqualTo(before);
    }

    /** Its bytes can't be read. */
    private static final class Broken implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) throws IOException {
            throw new InvalidObjectException("never valid");
        }
    }

    /** Its superclass has no constructor that deserialization could call. */
    private static class Base {
        private Base(int size) {
            assertThat(size).isPositive();
        }
    }

    private static final class Derived extends Base implements Serializable {
        private static final long serialVersionUID = 1L;

        private Derived() {
            super(1);
        }
    }

    @Test
    void whatCanBeWrittenAndNotReadIsNamed() {
        AttributeLook broken = look(new Broken());
        assertThat(broken.problem()).isEqualTo(Problem.UNREADABLE);
        assertThat(broken.detail()).isEqualTo("InvalidObjectException: never valid");
        Cart cart = new Cart();
        cart.items.add(new Derived());
        AttributeLook derived = look(cart);
        assertThat(derived.problem()).isEqualTo(Problem.UNREADABLE);
        assertThat(derived.path()).isEqualTo("cart.items[0]");
        assertThat(derived.detail()).contains("InvalidClassException", "no valid constructor");
    }

    @Test
    void aNodeWithoutTheClassSaysSo() {
        byte[] bytes = reader.bytes(new Item("x"));
        AttributeReader other = new AttributeReader(ClassLoader.getPlatformClassLoader());
        assertThat(reader.whyUnreadable(bytes)).isEmpty();
        assertThat(reader.whyUnreadable(new byte[] {1, 2, 3})).contains("Exception");
        assertThat(other.whyUnreadable(bytes)).contains("ClassNotFoundException", "AttributeReaderTest$Item");
        assertThat(other.whyUnreadable(other.bytes(new Object[] {int.class, "text"})))
                .isEmpty();
    }

    /** Reads itself differently each time. */
    private static final class Restless implements Serializable {
        private static final long serialVersionUID = 1L;
        private static int reads;

        private int number;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            number = ++reads;
        }

        @Override
        public String toString() {
            return "" + number;
        }
    }

    @Test
    void whatIsNeverTheSameTwiceIsNotCompared() {
        assertThat(look(new Restless()).problem()).isEqualTo(Problem.UNSTEADY);
    }

    @Test
    void whatIsTooBigIsNotCompared() {
        AttributeLook look = look(new byte[AttributeReader.MOST_BYTES]);
        assertThat(look.problem()).isEqualTo(Problem.TOO_BIG);
        assertThat(look.digest()).isEmpty();
    }

    /** Writing it fails. */
    private static final class Failing implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) {
            throw new IllegalStateException("closed");
        }
    }

    @Test
    void aFailureOfTheApplicationsOwnFormIsNamed() {
        AttributeLook look = look(new ArrayList<>(List.of(new Failing())));
        assertThat(look.problem()).isEqualTo(Problem.NOT_SERIALIZABLE);
        assertThat(look.detail()).contains("Failing", "IllegalStateException: closed");
    }

    @Test
    void typesOfTheJdkOfOneKindAreOneFamily() {
        assertThat(AttributeReader.family(List.of(1)))
                .isEqualTo(AttributeReader.family(List.of(1, 2, 3)))
                .isEqualTo("java.util.List");
        assertThat(AttributeReader.family(new Item("x"))).isEqualTo(Item.class.getName());
        assertThat(AttributeReader.family(1)).isNotEqualTo(AttributeReader.family(1L));
    }
}
