package dev.tenon.processor;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * A record with {@code Setters}.
 *
 * @param packageName its package
 * @param name its name, behind those of the classes around it
 * @param owner the class that has the setters in its place; null for the record itself
 * @param base what the owner's written superclass extends; null for nothing
 * @param components its components, in order
 * @param type the declaration
 */
record OptionsRecord(
    String packageName,
    String name,
    @Nullable TypeElement owner,
    @Nullable TypeElement base,
    List<OptionsComponent> components,
    TypeElement type) {
  static OptionsRecord of(TypeElement type, Elements elements) {
    String name = type.getSimpleName().toString();
    for (Element around = type.getEnclosingElement();
        around instanceof TypeElement;
        around = around.getEnclosingElement()) {
      name = around.getSimpleName() + "." + name;
    }
    String documentation = String.valueOf(elements.getDocComment(type));
    Map<String, Object> values = Annotations.values(type, Set.of(SettersProcessor.ANNOTATION));
    return new OptionsRecord(
        elements.getPackageOf(type).getQualifiedName().toString(),
        name,
        type(values.get("owner")),
        type(values.get("base")),
        type.getRecordComponents().stream()
            .map(component -> OptionsComponent.of(component, documentation))
            .toList(),
        type);
  }

  /** Returns the texts of the defaults, by component. */
  Map<String, String> defaults(DeclaredDefaults declared) {
    return declared.of(type);
  }

  private static @Nullable TypeElement type(@Nullable Object given) {
    return given instanceof DeclaredType known ? (TypeElement) known.asElement() : null;
  }

  /** Returns the record of a component whose setters the record around it gets, too. */
  static @Nullable OptionsRecord shared(OptionsComponent component, Elements elements) {
    if (!(component.element().asType() instanceof DeclaredType declared)
        || !(declared.asElement() instanceof TypeElement type)) {
      return null;
    }
    Map<String, Object> values = Annotations.values(type, Set.of(SettersProcessor.ANNOTATION));
    return Boolean.TRUE.equals(values.get("shared")) ? of(type, elements) : null;
  }

  String settersName() {
    return (owner == null ? name.replace(".", "") : owner.getSimpleName()) + "Setters";
  }

  /** Returns the type that the setters return. */
  String result() {
    return owner == null ? name : owner.getSimpleName() + arguments();
  }

  /** Returns the owner's name in Javadoc. */
  String shown() {
    return owner == null ? name : owner.getSimpleName().toString();
  }

  /** Returns the names of the owner's type parameters in angle brackets; empty without any. */
  String arguments() {
    return inBrackets(parameter -> parameter.getSimpleName().toString());
  }

  /** Returns the owner's type parameters with their bounds. */
  String parameters() {
    return inBrackets(
        parameter ->
            parameter.getSimpleName()
                + parameter.getBounds().stream()
                    .map(Object::toString)
                    .filter(bound -> !bound.equals("java.lang.Object"))
                    .collect(Collectors.joining(" & "))
                    .replaceFirst("^(?=.)", " extends "));
  }

  private String inBrackets(Function<TypeParameterElement, String> text) {
    return owner == null || owner.getTypeParameters().isEmpty()
        ? ""
        : owner.getTypeParameters().stream().map(text).collect(Collectors.joining(", ", "<", ">"));
  }

  /** Returns the parameters of the base's constructor. */
  List<? extends VariableElement> baseArguments() {
    return base == null
        ? List.of()
        : ElementFilter.constructorsIn(base.getEnclosedElements()).get(0).getParameters();
  }
}
