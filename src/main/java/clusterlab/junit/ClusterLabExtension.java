package clusterlab.junit;

import clusterlab.Lab;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Boots and ends the labs of {@link ClusterLab}. */
final class ClusterLabExtension implements BeforeEachCallback, AfterTestExecutionCallback, ParameterResolver {
    private static final ExtensionContext.Namespace LABS = ExtensionContext.Namespace.create(ClusterLabExtension.class);

    /** A lab that no parameter asks for boots too: the test may ask the application on its own way. */
    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        lab(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return lab(context).lab();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws Exception {
        if (context.getExecutionException().isPresent()) {
            lab(context)
                    .keep(name(context))
                    .ifPresent(folder -> context.publishReportEntry("cluster-lab", folder.toString()));
        }
    }

    /** The class, and the method if there is one, as the name of a folder. */
    private static String name(ExtensionContext context) {
        String of = context.getRequiredTestClass().getName();
        return (context.getTestMethod().isPresent() ? of + "." + context.getDisplayName() : of)
                .replaceAll("[^\\w.$-]+", "_")
                .replaceAll("_$", "");
    }

    /** The lab of the nearest element with the annotation: the method, its class, or the class around that one. */
    private static TestLab lab(ExtensionContext context) {
        for (ExtensionContext at = context; at != null; at = at.getParent().orElse(null)) {
            ClusterLab wanted = at.getElement()
                    .flatMap(element -> AnnotationSupport.findAnnotation(element, ClusterLab.class))
                    .orElse(null);
            if (wanted != null) {
                return TestLab.class.cast(at.getStore(LABS)
                        .getOrComputeIfAbsent(TestLab.class, key -> TestLab.boot(wanted, name(context))));
            }
        }
        throw new ExtensionConfigurationException("There is no @ClusterLab on the test or its classes.");
    }
}
