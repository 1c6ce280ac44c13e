package dev.nocturne.testkit;

import dev.nocturne.config.DatabaseUri;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class its own empty database on a real PostgreSQL: declare a {@link DatabaseUri} parameter on a
 * constructor, a lifecycle method or a test. All of one class get the same one.
 */
public final class PostgresExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(PostgresExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == DatabaseUri.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        context.getRequiredTestClass(),
                        testClass -> PostgresServer.shared().newDatabase(),
                        DatabaseUri.class);
    }
}
