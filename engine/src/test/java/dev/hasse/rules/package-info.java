/**
 * The dependency and coding rules of the project as executable checks over compiled classes, shared
 * by the {@code DependencyRulesTest} of every module.
 *
 * <p>Start with {@link dev.hasse.rules.ProjectRules}, which lists them all. {@code
 * ProjectRulesTest} compiles classes that break one rule each and demands that exactly that rule
 * rejects them.
 */
package dev.hasse.rules;
