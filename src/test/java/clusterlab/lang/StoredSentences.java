package clusterlab.lang;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sentences that are stored in English and translated where they are shown, see {@link Lang#shown}. {@code "of " + n + " lost"} has the
 * key {@code of %s lost}; each way through {@code ? :} is a key of its own. They stand as arguments of exceptions and problems that users
 * read, and anywhere in packages that judge: there each text with a blank is a sentence.
 */
final class StoredSentences extends TreeScanner<Void, Void> {
    /** Where each text with a blank is read by users. */
    private static final List<String> JUDGING = List.of(
            "clusterlab/experiment/check/",
            "clusterlab/experiment/verdict/",
            "clusterlab/experiment/copies/CopyState.java",
            "clusterlab/experiment/Comparison.java",
            "clusterlab/experiment/Experiments.java",
            "clusterlab/fault/",
            "clusterlab/run/Sentences.java",
            "clusterlab/run/Observer.java",
            "clusterlab/run/FaultDriver.java",
            "clusterlab/run/Releaser.java",
            "clusterlab/run/LinkProbe.java",
            "clusterlab/run/MemoryNeed.java",
            "clusterlab/report/BisectReport.java",
            "clusterlab/report/VerifyReport.java",
            "clusterlab/report/Setup.java",
            "clusterlab/run/Verification.java",
            "clusterlab/diagnosis/FindingForms.java",
            "clusterlab/spec/Words.java",
            "clusterlab/cli/HelpSections.java",
            "clusterlab/cluster/attributes/",
            "clusterlab/config/lint/",
            "clusterlab/app/doctor/");

    /** What users read of these is the first argument. */
    private static final Set<String> SINKS = Set.of(
            "RefusedException",
            "BootException",
            "HostException",
            "FrontUnavailableException",
            "FrontException",
            "PortTakenException",
            "UnknownNodeException",
            "SilentNodeException",
            "MalformedTargetException",
            "UnreadableConfigException",
            "UnreadableAppException",
            "HarException",
            "UnknownAlarmException",
            "UnknownApplicationException",
            "ActionException",
            "CommandException",
            "Problem.usage",
            "Problem.unavailable",
            "output.say",
            "output(false).say",
            "gaps.add",
            "notices.add",
            "progress.accept",
            "missing.add",
            "facts.add",
            "problems.add",
            "usage",
            "unavailable",
            "warning.accept",
            "listener.warning");

    /** Their arguments are for developers. */
    private static final Set<String> DEFECTS =
            Set.of("IllegalStateException", "IllegalArgumentException", "UncheckedIOException", "Pattern.compile");

    /** The noun, or both, that a count goes before. */
    private static final Set<String> COUNTS = Set.of("Times.plural", "FindingForms.count", "AppTexts.count");

    /** What these methods of a rule return is for programs (SARIF), or names classes of Tomcat. */
    private static final Set<String> NOT_TRANSLATED = Set.of("title", "source");

    /** A command, or the name of a thread: no sentence. */
    private static final Pattern NO_SENTENCE = Pattern.compile(
            " and |%s and %s|(cluster-lab|experiment) [^;,:]*|<[^>]*>?|[\\w/]+\\.[\\w./]+|(death|differs|left|trial|heal) ?%s"
                    + "|(delay|drop|isolate|loss|partition) %s.*| for %sm?s|.*held %d ms|T%s did .*|%s: %s[.]?|--[a-z]+ %s[,:] %s[.]?");

    private static final Pattern PLACE = Pattern.compile("%(\\d+\\$)?[-,.\\d]*[a-zA-Z]");
    private static final int MOST = 32;

    private final Set<String> keys = new TreeSet<>();
    private final Map<String, ExpressionTree> constants = new HashMap<>();
    private final String file;
    private final boolean judging;

    private StoredSentences(String file) {
        this.file = file;
        judging = JUDGING.stream().anyMatch(file::contains);
    }

    /** @throws IllegalStateException if a text has too many shapes */
    static Set<String> of(CompilationUnitTree unit) {
        StoredSentences found = new StoredSentences(unit.getSourceFile().getName());
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitVariable(VariableTree variable, Void unused) {
                String name = variable.getName().toString();
                if (variable.getInitializer() != null && name.equals(name.toUpperCase(java.util.Locale.ROOT))) {
                    found.constants.put(name, variable.getInitializer());
                }
                return super.visitVariable(variable, unused);
            }
        }.scan(unit, null);
        found.scan(unit, null);
        return found.keys;
    }

    @Override
    public Void visitAnnotation(AnnotationTree annotation, Void unused) {
        return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
        boolean rule = judging && NOT_TRANSLATED.contains(method.getName().toString());
        return rule ? null : super.visitMethod(method, unused);
    }

    @Override
    public Void visitNewClass(NewClassTree made, Void unused) {
        String name = made.getIdentifier().toString();
        List<? extends ExpressionTree> arguments = made.getArguments();
        if (DEFECTS.contains(name)) {
            return null;
        }
        if (SINKS.contains(name) && !arguments.isEmpty()) {
            sentence(arguments.get(0));
            return scan(arguments.subList(1, arguments.size()), null);
        }
        if (name.endsWith("Effect") && arguments.size() == 3) {
            String verb = shapes(arguments.get(0), new ArrayList<>()).get(0);
            for (ExpressionTree noun : arguments.subList(1, 3)) {
                add(verb + " %s " + shapes(noun, new ArrayList<>()).get(0));
            }
            return null;
        }
        if (name.equals("Figure")) {
            sentence(arguments.get(1));
            return scan(arguments.subList(2, arguments.size()), null);
        }
        return super.visitNewClass(made, unused);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
        String name = call.getMethodSelect().toString();
        List<? extends ExpressionTree> arguments = call.getArguments();
        if (DEFECTS.contains(name) || isTranslated(name)) {
            return null;
        }
        if (judging && name.equals("facts.put")) {
            arguments.forEach(this::sentence);
            return null;
        }
        if (SINKS.stream().anyMatch(sink -> sink.equals(name) || name.endsWith("." + sink)) && !arguments.isEmpty()) {
            sentence(arguments.get(0));
            return scan(arguments.subList(1, arguments.size()), null);
        }
        if (COUNTS.contains(name)) {
            for (ExpressionTree noun : arguments.subList(1, arguments.size())) {
                List<ExpressionTree> holes = new ArrayList<>();
                for (String shape : shapes(noun, holes)) {
                    add("%s " + shape);
                    if (arguments.size() == 2) {
                        add("%s " + shape + "s");
                    }
                }
            }
            return scan(arguments.get(0), null);
        }
        if (name.equals("read.number") && arguments.size() > 2) {
            return sentence(arguments.get(2));
        }
        if (judging && name.startsWith("Figure.") && arguments.size() > 1) {
            sentence(arguments.get(1));
            return scan(arguments.subList(2, arguments.size()), null);
        }
        if (judging && pattern(call) != null) {
            sentence(call);
            return scan(arguments, null);
        }
        return super.visitMethodInvocation(call, unused);
    }

    @Override
    public Void visitBinary(BinaryTree sum, Void unused) {
        return judging && isText(sum) ? sentence(sum) : super.visitBinary(sum, unused);
    }

    @Override
    public Void visitLiteral(LiteralTree literal, Void unused) {
        return judging && literal.getValue() instanceof String text && text.contains(" ") ? sentence(literal) : null;
    }

    private static boolean isTranslated(String name) {
        return name.equals("tr") || name.equals("plural") || name.startsWith("Lang.");
    }

    private static boolean isText(Tree tree) {
        return tree instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS
                ? isText(sum.getLeftOperand()) || isText(sum.getRightOperand())
                : tree instanceof ParenthesizedTree inside
                        ? isText(inside.getExpression())
                        : tree instanceof ConditionalExpressionTree choice
                                ? isText(choice.getTrueExpression()) || isText(choice.getFalseExpression())
                                : tree instanceof LiteralTree literal && literal.getValue() instanceof String;
    }

    private @Nullable Void sentence(ExpressionTree tree) {
        List<ExpressionTree> holes = new ArrayList<>();
        List<String> shapes = shapes(tree, holes);
        if (shapes.size() > MOST) {
            throw new IllegalStateException(file + ": " + shapes.size() + " shapes, name its parts: " + tree);
        }
        shapes.forEach(this::add);
        return scan(holes, null);
    }

    private void add(String shape) {
        String key = shape.replaceFirst("^cluster-lab: ", "").replaceAll("(%s)+", "%s");
        String words = PLACE.matcher(key).replaceAll("");
        if (words.codePoints().filter(Character::isLetter).count() >= 3
                && !NO_SENTENCE.matcher(key).matches()
                && (key.strip().contains(" ") || !key.contains("%s"))) {
            keys.add(PLACE.matcher(key.replace("%%", "")).find() ? key : key.replace("%%", "%"));
        }
    }

    /** All texts that it may be, with %s for what is known at run time only; those expressions go to the list. */
    private List<String> shapes(@Nullable Tree tree, List<ExpressionTree> holes) {
        if (tree instanceof ParenthesizedTree inside) {
            return shapes(inside.getExpression(), holes);
        }
        if (tree instanceof LiteralTree literal && literal.getValue() != null) {
            return List.of(literal.getValue().toString().replace("%", "%%"));
        }
        if (tree instanceof BinaryTree sum && isText(sum)) {
            List<String> all = new ArrayList<>();
            List<String> ends = shapes(sum.getRightOperand(), holes);
            for (String begin : shapes(sum.getLeftOperand(), holes)) {
                ends.forEach(end -> all.add(begin + end));
            }
            return all;
        }
        if (tree instanceof ConditionalExpressionTree choice) {
            scan(choice.getCondition(), null);
            List<String> all = new ArrayList<>(shapes(choice.getTrueExpression(), holes));
            all.addAll(shapes(choice.getFalseExpression(), holes));
            return all;
        }
        if (tree instanceof SwitchExpressionTree choice) {
            List<String> all = new ArrayList<>();
            for (CaseTree one : choice.getCases()) {
                if (one.getBody() instanceof com.sun.source.tree.ExpressionStatementTree statement) {
                    all.addAll(shapes(statement.getExpression(), holes));
                } else if (one.getBody() instanceof ExpressionTree value) {
                    all.addAll(shapes(value, holes));
                } else {
                    all.add("%s");
                    scan(one, null);
                }
            }
            return all;
        }
        String pattern = tree instanceof MethodInvocationTree call ? pattern(call) : null;
        if (pattern != null) {
            scan(((MethodInvocationTree) tree).getArguments(), null);
            return List.of(pattern);
        }
        if (tree instanceof IdentifierTree || tree instanceof MemberSelectTree) {
            String name = tree instanceof MemberSelectTree member
                    ? member.getIdentifier().toString()
                    : tree.toString();
            ExpressionTree value = constants.get(name);
            if (value instanceof LiteralTree || value instanceof BinaryTree && isText(value)) {
                return shapes(value, holes);
            }
        }
        if (tree instanceof ExpressionTree hole) {
            holes.add(hole);
        }
        return List.of("%s");
    }

    /** Of {@code "…".formatted()} and {@code String.format(Locale.ROOT, "…")}. */
    private @Nullable String pattern(MethodInvocationTree call) {
        ExpressionTree pattern = call.getMethodSelect() instanceof MemberSelectTree member
                        && member.getIdentifier().contentEquals("formatted")
                ? member.getExpression()
                : call.getMethodSelect().toString().equals("String.format")
                                && call.getArguments().get(0).toString().contains("Locale")
                        ? call.getArguments().get(1)
                        : null;
        if (pattern == null || !isText(pattern)) {
            return null;
        }
        return shapes(pattern, new ArrayList<>()).get(0).replace("%%", "%");
    }
}
