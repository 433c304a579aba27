package clusterlab.lang;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/** Finds the keys of translations in the sources: what {@code tr} and {@code plural} get in Java, t`…` in scripts, and texts of pages. */
final class Keys {
    private static final Path MAIN = Path.of("src/main");
    private static final Path WEB = MAIN.resolve("resources/web");
    /** Its words have their help in annotations. */
    private static final String PROMPT = "cli/console/";

    private static final String COMMANDS = "clusterlab/cli/";
    private static final Set<String> HELPFUL = Set.of("Command", "Option", "Parameters");

    private static final Pattern WORDS = Pattern.compile("\\p{L}{2}");

    /** Names, which are the same in each language. */
    private static final Set<String> NAMES = Set.of("cluster-lab", "한국어");

    private Keys() {}

    static Set<String> all() throws IOException {
        Set<String> keys = new TreeSet<>(ofJava(files(MAIN.resolve("java"), ".java")));
        for (Path script : files(WEB, ".js")) {
            keys.addAll(ofScript(Files.readString(script)));
        }
        keys.addAll(ofPage(Files.readString(WEB.resolve("index.html"))));
        return keys;
    }

    private static List<Path> files(Path root, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    /** @throws IllegalStateException if a key is no constant of its file */
    static Set<String> ofJava(Collection<Path> files) throws IOException {
        List<Path> some = new ArrayList<>();
        for (Path file : files) {
            some.add(file);
        }
        Set<String> keys = new TreeSet<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        JavacTask task = (JavacTask)
                compiler.getTask(null, manager, unused -> {}, null, null, manager.getJavaFileObjectsFromPaths(some));
        for (CompilationUnitTree unit : task.parse()) {
            Map<String, ExpressionTree> constants = new HashMap<>();
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitVariable(VariableTree variable, Void unused) {
                    if (variable.getInitializer() != null) {
                        constants.put(variable.getName().toString(), variable.getInitializer());
                    }
                    return super.visitVariable(variable, unused);
                }
            }.scan(unit, null);
            boolean translates = unit.toString().contains("Lang.");
            new TreeScanner<Void, Void>() {
                /** The description of a word of the prompt: its first line, and the others as one text; other commands' whole help. */
                @Override
                public Void visitAnnotation(AnnotationTree annotation, Void unused) {
                    String file = unit.getSourceFile().getName();
                    if (file.contains(COMMANDS)
                            && !file.contains(PROMPT)
                            && HELPFUL.contains(annotation.getAnnotationType().toString())) {
                        annotation.getArguments().forEach(this::help);
                    }
                    if (file.contains(PROMPT)
                            && annotation.getAnnotationType().toString().equals("Command")) {
                        for (ExpressionTree argument : annotation.getArguments()) {
                            if (argument instanceof AssignmentTree part
                                    && part.getVariable().toString().equals("description")) {
                                description(part.getExpression());
                            }
                        }
                    }
                    return super.visitAnnotation(annotation, unused);
                }

                /** As {@code cli.HelpLanguage} looks it up. */
                private void help(ExpressionTree argument) {
                    if (argument instanceof AssignmentTree part) {
                        switch (part.getVariable().toString()) {
                            case "description" -> keys.addAll(paragraphs(lines(part.getExpression())));
                            case "exitCodeList" ->
                                lines(part.getExpression()).forEach(line -> keys.add(line.replaceFirst("^\\d+:", "")));
                            case "footer" ->
                                lines(part.getExpression()).stream()
                                        .map(String::strip)
                                        .filter(line -> !line.startsWith("cluster-lab"))
                                        .forEach(keys::add);
                            case "exitCodeListHeading" ->
                                keys.add(constant(part.getExpression()).replace("%n", ""));
                            default -> {}
                        }
                        keys.removeIf(String::isBlank);
                    }
                }

                private List<String> lines(ExpressionTree value) {
                    return value instanceof NewArrayTree several
                            ? several.getInitializers().stream()
                                    .map(this::constant)
                                    .toList()
                            : List.of(constant(value));
                }

                private void description(ExpressionTree value) {
                    List<String> lines = lines(value);
                    keys.add(lines.get(0));
                    if (lines.size() > 1) {
                        keys.add(String.join(" ", lines.subList(1, lines.size())));
                    }
                }

                @Override
                public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
                    String method = call.getMethodSelect().toString();
                    if (!translates) {
                        return super.visitMethodInvocation(call, unused);
                    }
                    if (method.equals("tr") || method.equals("Lang.tr")) {
                        add(call.getArguments().get(0));
                    } else if (method.equals("plural") || method.equals("Lang.plural")) {
                        add(call.getArguments().get(1));
                        add(call.getArguments().get(2));
                    }
                    return super.visitMethodInvocation(call, unused);
                }

                private void add(ExpressionTree tree) {
                    if (tree instanceof ConditionalExpressionTree choice) {
                        add(choice.getTrueExpression());
                        add(choice.getFalseExpression());
                    } else {
                        keys.add(constant(tree));
                    }
                }

                private String constant(ExpressionTree tree) {
                    if (tree instanceof LiteralTree literal && literal.getValue() instanceof String text) {
                        return text;
                    }
                    if (tree instanceof ParenthesizedTree inside) {
                        return constant(inside.getExpression());
                    }
                    if (tree instanceof BinaryTree sum) {
                        return constant(sum.getLeftOperand()) + constant(sum.getRightOperand());
                    }
                    String name = tree instanceof IdentifierTree identifier
                            ? identifier.getName().toString()
                            : tree instanceof MemberSelectTree member
                                    ? member.getIdentifier().toString()
                                    : "";
                    ExpressionTree value = constants.get(name);
                    if (value == null || value == tree) {
                        throw new IllegalStateException(
                                unit.getSourceFile().getName() + ": the key " + tree + " is no constant of this file");
                    }
                    return constant(value);
                }
            }.scan(unit, null);
            keys.addAll(StoredSentences.of(unit));
        }
        return keys;
    }

    /** An empty line ends a paragraph, and a line that is indented is one of its own; without those that are empty. */
    private static List<String> paragraphs(List<String> lines) {
        List<String> paragraphs = new ArrayList<>();
        boolean open = false;
        for (String line : lines) {
            boolean own = line.isBlank() || line.startsWith(" ");
            if (open && !own) {
                paragraphs.set(paragraphs.size() - 1, paragraphs.get(paragraphs.size() - 1) + " " + line);
            } else {
                paragraphs.add(line);
            }
            open = !own;
        }
        paragraphs.removeIf(String::isBlank);
        return paragraphs;
    }

    /** Of each t`…`; a template inside of one has keys of its own only if it is tagged too. */
    static Set<String> ofScript(String script) {
        Set<String> keys = new TreeSet<>();
        int at = 0;
        while ((at = script.indexOf("t`", at)) >= 0) {
            boolean tagged = at == 0 || !Character.isJavaIdentifierPart(script.charAt(at - 1));
            at += 2;
            if (tagged) {
                keys.add(template(script, at));
            }
        }
        return keys;
    }

    private static String template(String script, int from) {
        StringBuilder key = new StringBuilder();
        int places = 0;
        for (int i = from; script.charAt(i) != '`'; i++) {
            if (script.charAt(i) == '\\') {
                key.append(script.charAt(++i));
            } else if (script.startsWith("${", i)) {
                key.append('{').append(places++).append('}');
                i = end(script, i + 2);
            } else {
                key.append(script.charAt(i));
            }
        }
        return key.toString();
    }

    /** The brace that ends an expression in a template. */
    private static int end(String script, int from) {
        int depth = 0;
        boolean inside = false;
        for (int i = from; ; i++) {
            char c = script.charAt(i);
            if (c == '`') {
                inside = !inside;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && depth-- == 0 && !inside) {
                return i;
            }
        }
    }

    static Set<String> ofPage(String html) {
        Set<String> keys = new TreeSet<>();
        Document page = Jsoup.parse(html);
        page.forEachNode(node -> {
            if (node instanceof TextNode text) {
                keys.add(text.getWholeText().trim());
            } else if (node instanceof Element element) {
                Stream.of("aria-label", "title", "placeholder")
                        .map(element::attr)
                        .forEach(keys::add);
            }
        });
        keys.removeIf(key -> !WORDS.matcher(key).find() || NAMES.contains(key));
        return keys;
    }
}
