package clusterlab.plants;

import java.util.concurrent.ThreadLocalRandom;

/** How often a defect strikes. */
final class Chance {
    private Chance() {}

    /** True once in so many calls on average, at random. */
    static boolean oneOf(int many) {
        return ThreadLocalRandom.current().nextInt(many) == 0;
    }

    /** The same as an expression of Java in a page. */
    static String codeOfOneOf(int many) {
        return "java.util.concurrent.ThreadLocalRandom.current().nextInt(" + many + ") == 0";
    }
}
