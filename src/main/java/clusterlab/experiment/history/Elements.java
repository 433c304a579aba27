package clusterlab.experiment.history;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The elements that a session held, as an answer or a copy showed them. Each request that writes adds one element, whose
 * number is the request's, and no later request writes it again: what is lost stays lost.
 */
public final class Elements {
    /** No element. */
    public static final Elements EMPTY = new Elements(new int[0]);

    private final int[] inOrder;
    private final int[] sorted;

    private Elements(int[] inOrder) {
        this.inOrder = inOrder;
        boolean ascending = true;
        for (int i = 1; i < inOrder.length; i++) {
            ascending &= inOrder[i - 1] <= inOrder[i];
        }
        sorted = ascending ? inOrder : inOrder.clone();
        if (!ascending) {
            Arrays.sort(sorted);
        }
    }

    /** These elements in the order in which they were added; one that was added twice is there twice. */
    public static Elements of(int... elements) {
        return elements.length == 0 ? EMPTY : new Elements(elements.clone());
    }

    /** How many there are, one that was added twice counted twice. */
    public int size() {
        return inOrder.length;
    }

    /** In the order in which they were added. */
    public IntStream stream() {
        return Arrays.stream(inOrder);
    }

    /** The i-th that was added, from 0. */
    public int get(int i) {
        return inOrder[i];
    }

    /** Whether it is among them. */
    public boolean contains(long element) {
        return element <= Integer.MAX_VALUE && Arrays.binarySearch(sorted, (int) element) >= 0;
    }

    /** All of these that are not among the others, each once, ascending. */
    public Elements minus(Elements others) {
        int[] left = new int[sorted.length];
        int count = 0;
        int at = 0;
        for (int i = 0; i < sorted.length; i++) {
            while (at < others.sorted.length && others.sorted[at] < sorted[i]) {
                at++;
            }
            boolean there = at < others.sorted.length && others.sorted[at] == sorted[i];
            if (!there && (i == 0 || sorted[i] != sorted[i - 1])) {
                left[count++] = sorted[i];
            }
        }
        return of(Arrays.copyOf(left, count));
    }

    /** These and the others, each once, ascending. */
    public Elements and(Elements others) {
        int[] all = Arrays.copyOf(inOrder, inOrder.length + others.inOrder.length);
        System.arraycopy(others.inOrder, 0, all, inOrder.length, others.inOrder.length);
        return new Elements(all).minus(EMPTY);
    }

    /** Those that were added more than once, each once. */
    public Elements repeated() {
        int[] twice = new int[sorted.length];
        int count = 0;
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1] && (count == 0 || twice[count - 1] != sorted[i])) {
                twice[count++] = sorted[i];
            }
        }
        return of(Arrays.copyOf(twice, count));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Elements elements && Arrays.equals(inOrder, elements.inOrder);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(inOrder);
    }

    /** The elements with blanks between them, at most eight of them. */
    @Override
    public String toString() {
        return Arrays.stream(inOrder).limit(8).mapToObj(Integer::toString).collect(Collectors.joining(" "))
                + (inOrder.length > 8 ? " …" : "");
    }
}
