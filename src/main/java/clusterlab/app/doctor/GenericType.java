package clusterlab.app.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A type as a field or variable declares it, of its signature (JVMS 4.7.9.1).
 *
 * @param name internal name of the class; the letter of a primitive type; the name of a type variable; {@code *} for an
 *     unbounded wildcard
 * @param variable whether the name is one of a type variable
 */
record GenericType(String name, boolean variable, int dimensions, List<GenericType> arguments) {
    private static final int DEEPEST = 16;

    static final GenericType ANY = new GenericType("*", false, 0, List.of());

    static GenericType ofClass(String name) {
        return name.startsWith("[") ? parse(name) : new GenericType(name, false, 0, List.of());
    }

    /** Of a signature or, without one, of a descriptor. What can't be parsed is {@link #ANY}. */
    static GenericType parse(String signature) {
        try {
            return new Parser(signature).type(0);
        } catch (IndexOutOfBoundsException e) {
            return ANY;
        }
    }

    /** The parameters of a class by the first of their bounds, of the class's signature. */
    static List<String> parameters(@Nullable String classSignature) {
        List<String> names = new ArrayList<>();
        if (classSignature != null && classSignature.startsWith("<")) {
            try {
                Parser parser = new Parser(classSignature);
                parser.at = 1;
                while (parser.text.charAt(parser.at) != '>') {
                    int colon = parser.text.indexOf(':', parser.at);
                    names.add(parser.text.substring(parser.at, colon));
                    parser.at = colon;
                    while (parser.text.charAt(parser.at) == ':') {
                        parser.at++;
                        if (parser.text.charAt(parser.at) != ':') {
                            parser.type(0);
                        }
                    }
                }
            } catch (IndexOutOfBoundsException e) {
                return List.of();
            }
        }
        return names;
    }

    boolean isPrimitive() {
        return !variable && name.length() == 1 && dimensions == 0 && "BCDFIJSZV".contains(name);
    }

    /** What an array of it holds. */
    GenericType element() {
        return new GenericType(name, variable, dimensions - 1, arguments);
    }

    /** With type variables replaced; those that are not known are {@link #ANY}. */
    GenericType with(Map<String, GenericType> values) {
        if (variable) {
            GenericType value = values.getOrDefault(name, ANY);
            return new GenericType(value.name, value.variable, value.dimensions + dimensions, value.arguments);
        }
        return new GenericType(
                name,
                false,
                dimensions,
                arguments.stream().map(one -> one.with(values)).toList());
    }

    /** The values of a class's parameters for an object of this type. */
    Map<String, GenericType> values(List<String> parameters) {
        Map<String, GenericType> values = new HashMap<>();
        for (int i = 0; i < Math.min(parameters.size(), arguments.size()); i++) {
            values.put(parameters.get(i), arguments.get(i));
        }
        return values;
    }

    private static final class Parser {
        private final String text;
        private int at;

        private Parser(String text) {
            this.text = text;
        }

        private GenericType type(int depth) {
            if (depth > DEEPEST) {
                throw new IndexOutOfBoundsException("too deep");
            }
            int dimensions = 0;
            for (; text.charAt(at) == '['; at++) {
                dimensions++;
            }
            char kind = text.charAt(at++);
            if (kind == 'T') {
                int end = text.indexOf(';', at);
                String name = text.substring(at, end);
                at = end + 1;
                return new GenericType(name, true, dimensions, List.of());
            }
            if (kind != 'L') {
                return new GenericType(String.valueOf(kind), false, dimensions, List.of());
            }
            StringBuilder name = new StringBuilder();
            List<GenericType> arguments = new ArrayList<>();
            while (text.charAt(at) != ';') {
                char next = text.charAt(at++);
                if (next == '<') {
                    arguments.clear();
                    while (text.charAt(at) != '>') {
                        arguments.add(argument(depth));
                    }
                    at++;
                } else {
                    name.append(next == '.' ? '$' : next);
                }
            }
            at++;
            return new GenericType(name.toString(), false, dimensions, List.copyOf(arguments));
        }

        private GenericType argument(int depth) {
            char kind = text.charAt(at);
            if (kind == '*') {
                at++;
                return ANY;
            }
            if (kind == '-') {
                at++;
                type(depth + 1);
                return ANY;
            }
            if (kind == '+') {
                at++;
            }
            return type(depth + 1);
        }
    }
}
