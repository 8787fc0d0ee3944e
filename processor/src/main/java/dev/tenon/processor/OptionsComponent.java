package dev.tenon.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.ElementFilter;

/**
 * A component of a record with {@code Setters}.
 *
 * @param name the component
 * @param type its type as source, without annotations
 * @param nullable whether it may be null
 * @param documentation the sentence of its {@code @param} tag; empty without one
 * @param element the declaration
 */
record OptionsComponent(
    String name,
    String type,
    boolean nullable,
    String documentation,
    RecordComponentElement element) {
  private static final Pattern ANNOTATIONS = Pattern.compile("@[\\w.]+(\\([^)]*\\))? ?");
  private static final Pattern LIST = Pattern.compile("java\\.util\\.List<([\\w.]+)>");
  private static final Map<String, String> PRIMITIVES =
      Map.of(
          "java.lang.Long", "long",
          "java.lang.Double", "double",
          "java.lang.Integer", "int");
  private static final Map<String, String> STREAMS =
      Map.of(
          "java.lang.Long", "LongStream",
          "java.lang.Double", "DoubleStream",
          "java.lang.Integer", "IntStream");

  static OptionsComponent of(RecordComponentElement element, String documentation) {
    String type = element.asType().toString();
    String name = element.getSimpleName().toString();
    return new OptionsComponent(
        name,
        ANNOTATIONS.matcher(type).replaceAll("").replace(" ", "").replace(",", ", "),
        type.contains("Nullable") && !type.matches(".*<.*Nullable.*"),
        ArgumentTexts.tag(name, documentation),
        element);
  }

  /**
   * One way of giving the value.
   *
   * @param parameter the type of the setter's parameter
   * @param value the component's value, of a parameter that is called like the component
   */
  record Form(String parameter, String value) {
    /** Returns the same where other arguments follow: varargs become an array. */
    Form asArray() {
      return new Form(parameter.replace("...", "[]"), value);
    }
  }

  /** Returns the ways of giving it, the usual one first. */
  List<Form> forms() {
    List<Form> forms = new ArrayList<>();
    boolean hidden = false;
    Matcher list = LIST.matcher(type);
    if (list.matches()) {
      String entry = list.group(1);
      String primitive = PRIMITIVES.get(entry);
      forms.add(
          primitive == null
              ? new Form(entry + "...", "java.util.List.of(" + name + ")")
              : new Form(
                  primitive + "...",
                  "java.util.stream." + STREAMS.get(entry) + ".of(" + name + ").boxed().toList()"));
    } else if (PRIMITIVES.containsKey(type)) {
      forms.add(new Form(PRIMITIVES.get(type), name));
    } else if (type.equals("java.nio.file.Path")) {
      forms.add(new Form("String", "java.nio.file.Path.of(" + name + ")"));
    } else if (element.asType().getKind() == TypeKind.DECLARED) {
      Element declared = ((DeclaredType) element.asType()).asElement();
      if (declared.getKind() == ElementKind.ENUM) {
        hidden = isHidden(declared);
        forms.add(
            new Form(
                "String",
                "dev.tenon.internal.options.Choice.of(%s.class, \"%s\", %s)"
                    .formatted(type, name, name)));
      } else if (type.startsWith("dev.tenon.")) {
        ElementFilter.methodsIn(declared.getEnclosedElements()).stream()
            .filter(this::converts)
            .forEach(
                method ->
                    forms.add(
                        new Form(
                            method.getParameters().get(0).asType().toString(),
                            type + ".of(" + name + ")")));
      }
    }
    if (!hidden) {
      forms.add(new Form(declaration(), name));
    }
    return forms;
  }

  /** Returns whether users of the package cannot name a type. */
  private static boolean isHidden(Element type) {
    for (Element each = type; each instanceof TypeElement; each = each.getEnclosingElement()) {
      if (!each.getModifiers().contains(Modifier.PUBLIC)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a method is {@code static T of(double)} or {@code static T of(String)}. */
  private boolean converts(ExecutableElement method) {
    return method.getSimpleName().contentEquals("of")
        && method.getModifiers().contains(Modifier.STATIC)
        && method.getModifiers().contains(Modifier.PUBLIC)
        && !method.isVarArgs()
        && method.getParameters().size() == 1
        && List.of("double", "java.lang.String")
            .contains(method.getParameters().get(0).asType().toString());
  }

  /** Returns the type as source, with its annotation. */
  String declaration() {
    String marker = "@org.jspecify.annotations.Nullable ";
    return nullable ? type.replaceFirst("^((?:\\w+\\.)*)", "$1" + marker) : type;
  }

  /** Returns Keras' spelling of a component's name: {@code fromLogits} is {@code from_logits}. */
  String key() {
    return Component.key(name);
  }
}
