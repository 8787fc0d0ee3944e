package dev.tenon.processor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/** Writes a class that forwards to the static methods of several holders. */
final class FacadeWriter {
  private final String packageName;
  private final String name;
  private final ForwardDocumentation documentation;

  FacadeWriter(String packageName, String name, ProcessingEnvironment environment) {
    this.packageName = packageName;
    this.name = name;
    this.documentation = new ForwardDocumentation(environment);
  }

  String write(List<TypeElement> holders, Set<Object> without) {
    StringBuilder forwards = new StringBuilder();
    Map<String, TypeElement> owners = new LinkedHashMap<>();
    List<String> chapters = new ArrayList<>();
    for (TypeElement holder : holders) {
      Map<String, ExecutableElement> methods = methods(holder);
      methods
          .values()
          .removeIf(
              method ->
                  without.contains(method.getSimpleName().toString())
                      || owners.containsKey(method.getSimpleName().toString()));
      methods
          .values()
          .forEach(
              method -> {
                owners.put(method.getSimpleName().toString(), holder);
                forwards.append(forward(holder, method));
              });
      if (holder.getModifiers().contains(Modifier.PUBLIC) && !methods.isEmpty()) {
        chapters.add("{@link " + holder.getQualifiedName() + "}");
      }
    }
    return """
        package %1$s;

        /**
         * The short names of Keras: layers, losses, metrics, optimizers, schedules, callbacks,
         * initializers, regularizers, constraints, and the options of a training.
         *
         * <p>One import brings all of them. Do not import a holder in the same way: its names would be
         * ambiguous.
         *
         * <pre>{@code
         * import static %1$s.%2$s.*;
         *
         * Model model = sequential(dense(128).activation("relu").inputShape(784), dense(10));
         * model.compile(adam(1e-3), sparseCategoricalCrossentropy().fromLogits(true), "accuracy");
         * model.fit(x, y, fit().epochs(5).callbacks(earlyStopping().patience(2)));
         * }</pre>
         *
         * <p>Every method calls the method of the same name of its holder:
         * %4$s. A name that Keras uses twice belongs
         * to the first holder in that order: to the layer or the loss. A holder has all names of its
         * chapter: {@code Metrics.cosineSimilarity()}.
         *
         * @see <a href="https://keras.io/api/">Keras: API</a>
         */
        @org.jspecify.annotations.NullMarked
        public final class %2$s {
          private %2$s() {}
        %3$s}
        """
        .formatted(packageName, name, forwards, String.join(",\n * ", chapters));
  }

  /** Returns the public static methods of a class and its superclasses, by name and parameters. */
  private static Map<String, ExecutableElement> methods(TypeElement holder) {
    Map<String, ExecutableElement> methods = new LinkedHashMap<>();
    for (TypeElement type = holder; type != null; type = above(type)) {
      for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
        if (method.getModifiers().containsAll(Set.of(Modifier.PUBLIC, Modifier.STATIC))) {
          methods.putIfAbsent(method.toString(), method);
        }
      }
    }
    return methods;
  }

  private static @Nullable TypeElement above(TypeElement type) {
    return type.getSuperclass() instanceof DeclaredType declared
        ? (TypeElement) declared.asElement()
        : null;
  }

  private String forward(TypeElement holder, ExecutableElement method) {
    List<String> parameters = new ArrayList<>();
    for (VariableElement parameter : method.getParameters()) {
      String type = SourceTypes.of(parameter.asType(), parameter);
      if (method.isVarArgs() && parameters.size() == method.getParameters().size() - 1) {
        type = type.substring(0, type.length() - 2) + "...";
      }
      parameters.add(type + " " + parameter.getSimpleName());
    }
    String generics =
        method.getTypeParameters().stream()
            .map(
                parameter ->
                    parameter
                        + " extends "
                        + parameter.getBounds().stream()
                            .map(SourceTypes::of)
                            .collect(Collectors.joining(" & ")))
            .collect(Collectors.joining(", "));
    String thrown =
        method.getThrownTypes().stream().map(SourceTypes::of).collect(Collectors.joining(", "));
    String call =
        "%s.%s(%s)"
            .formatted(
                holder.getQualifiedName(),
                method.getSimpleName(),
                method.getParameters().stream()
                    .map(Element::getSimpleName)
                    .collect(Collectors.joining(", ")));
    return """

        /**
         * %s
         */
        public static %s%s %s(%s)%s {
          %s%s;
        }
      """
        .formatted(
            documentation.of(holder, method).replace("\n", "\n   * ").replace("* \n", "*\n"),
            generics.isEmpty() ? "" : "<" + generics + "> ",
            SourceTypes.of(method.getReturnType()),
            method.getSimpleName(),
            String.join(", ", parameters),
            thrown.isEmpty() ? "" : " throws " + thrown,
            method.getReturnType().getKind() == TypeKind.VOID ? "" : "return ",
            call);
  }
}
