package dev.tenon.processor;

import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * A record with {@code Setters}.
 *
 * @param packageName its package
 * @param name its name, behind those of the classes around it
 * @param owner the class that has the setters in its place; null for the record itself
 * @param components its components, in order
 * @param type the declaration
 */
record OptionsRecord(
    String packageName,
    String name,
    @Nullable String owner,
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
    Object owner = Annotations.values(type, Set.of(SettersProcessor.ANNOTATION)).get("owner");
    return new OptionsRecord(
        elements.getPackageOf(type).getQualifiedName().toString(),
        name,
        owner instanceof DeclaredType known ? known.asElement().getSimpleName().toString() : null,
        type.getRecordComponents().stream()
            .map(component -> OptionsComponent.of(component, documentation))
            .toList(),
        type);
  }

  /** Returns the texts of the defaults, by component. */
  Map<String, String> defaults(DeclaredDefaults declared) {
    return declared.of(type);
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
    return (owner == null ? name.replace(".", "") : owner) + "Setters";
  }

  /** Returns the type that the setters return. */
  String result() {
    return owner == null ? name : owner;
  }
}
