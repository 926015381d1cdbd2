package dev.hasse.compute.reference;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands a test class the fault that its run was started with. */
final class FaultParameter implements ParameterResolver {
  /** The configuration parameter that names the fault. */
  static final String KEY = "hasse.fault";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == WrongLane.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return WrongLane.of(context.getConfigurationParameter(KEY).orElseThrow());
  }
}
