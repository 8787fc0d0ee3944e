package dev.tenon.processor;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * A component of a layer's record, and the forms in which its value may be given.
 *
 * @param name the component
 * @param type its type, without annotations
 * @param nullable whether it may be null
 * @param byDefault the text of its annotation {@code Default}; null without one
 * @param documentation a noun phrase and further sentences, see {@link ArgumentTexts}
 */
record Component(
    String name, String type, boolean nullable, @Nullable String byDefault, String documentation) {
  private static final String DEFAULT = "dev.tenon.layers.common.Default";
  private static final Pattern NUMBER = Pattern.compile("-?\\d+");
  private static final Pattern DECIMAL = Pattern.compile("-?\\d+\\.\\d+");
  private static final Pattern WORD = Pattern.compile("\\w+");
  private static final String LONGS = "java.util.List<java.lang.Long>";
  private static final String DOUBLES = "java.util.List<java.lang.Double>";
  private static final String PAIRS = "java.util.List<" + LONGS + ">";
  private static final String OBJECTS = "java.util.List<java.lang.Object>";
  private static final String OBJECT = "dev.tenon.ir.graph.KerasObject";
  private static final String NODE = "dev.tenon.layers.base.LayerNode";
  private static final String NODES = "java.util.List<" + NODE + ">";
  private static final String MEMBER = "dev.tenon.layers.base.LayerLike";
  private static final Pattern ANNOTATIONS = Pattern.compile("@[\\w.]+ ?");

  /** Reads the components of a record. */
  static List<Component> all(TypeElement type, Elements elements) {
    String documentation = String.valueOf(elements.getDocComment(type));
    return type.getRecordComponents().stream()
        .map(component -> of(component, documentation))
        .toList();
  }

  private static Component of(RecordComponentElement element, String documentation) {
    String byDefault = null;
    for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
      if (mirror.getAnnotationType().toString().equals(DEFAULT)) {
        for (AnnotationValue value : mirror.getElementValues().values()) {
          byDefault = (String) value.getValue();
        }
      }
    }
    String type = element.asType().toString();
    String name = element.getSimpleName().toString();
    return new Component(
        name,
        ANNOTATIONS.matcher(type).replaceAll("").replace(" ", ""),
        type.contains("Nullable"),
        byDefault,
        ArgumentTexts.of(name, documentation));
  }

  /** Returns the same with texts that are filled in. */
  Component filled(UnaryOperator<String> filled) {
    return new Component(name, type, nullable, byDefault, filled.apply(documentation));
  }

  /** Returns the same with one of the choices of its default, divided by {@code |}. */
  Component choice(int index) {
    String text = byDefault;
    if (text == null || index < 0 || text.indexOf('|') < 0) {
      return this;
    }
    return new Component(name, type, nullable, text.split("\\|", -1)[index].strip(), documentation);
  }

  /**
   * One way of giving a value.
   *
   * @param parameter the type of the setter's parameter
   * @param value the record's value, of a parameter that is called like the component
   * @param positional the type where other arguments follow: an array in place of varargs
   */
  record Form(String parameter, String value, String positional) {
    static Form of(String parameter, String value) {
      return new Form(parameter, value, parameter.replace("...", "[]"));
    }

    boolean varargs() {
      return parameter.endsWith("...");
    }
  }

  /**
   * Returns the default as a Java expression.
   *
   * @param rank how often one length stands for all axes; 0 if it stands for itself
   * @throws IllegalArgumentException where a component that cannot be null has no default
   */
  String defaultValue(int rank) {
    String text = byDefault;
    if (text == null) {
      if (!nullable) {
        throw new IllegalArgumentException("component '" + name + "' needs @Default");
      }
      return "null";
    }
    return switch (type) {
      case "java.lang.String" -> '"' + text + '"';
      case "java.lang.Object" -> anything(text);
      case "java.lang.Long" -> text + "L";
      case OBJECT -> WORD.matcher(text).matches() ? "KerasObject.of(\"" + text + "\")" : text;
      case LONGS -> text.contains(",") || rank == 0 ? longs(text) : repeated(text + "L", rank);
      case PAIRS -> repeated(longs(text), rank);
      default -> type.startsWith("java.util.List<") ? "List.of(" + text + ")" : text;
    };
  }

  /** Returns a whole number, a decimal one, a list of decimal ones, or a word. */
  private static String anything(String text) {
    if (NUMBER.matcher(text).matches()) {
      return text + "L";
    }
    if (DECIMAL.matcher(text).matches()) {
      return text;
    }
    return text.contains(", ") ? "List.of(" + text + ")" : '"' + text + '"';
  }

  /** Returns the default as Keras' users write it; null without one. */
  @Nullable String defaultText() {
    String text = byDefault;
    if (text == null) {
      return nullable ? "none" : null;
    }
    if (type.equals(OBJECT)) {
      String name = text.substring(text.lastIndexOf('.') + 1);
      boolean capitals = name.equals(name.toUpperCase(Locale.ROOT));
      return capitals
          ? name.toLowerCase(Locale.ROOT)
          : name.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
    return text;
  }

  private static String longs(String text) {
    return "List.of(" + NUMBER.matcher(text).replaceAll("$0L") + ")";
  }

  private static String repeated(String value, int rank) {
    return "List.of(" + String.join(", ", Collections.nCopies(rank, value)) + ")";
  }

  /** Returns the setters to write, the usual one first. */
  List<Form> forms(String record, int rank) {
    String defaults = record + ".DEFAULTS." + name + "()";
    return switch (type) {
      case "java.lang.Long" -> List.of(Form.of("long", name));
      case "java.lang.Double" -> List.of(Form.of("double", name));
      case OBJECT -> objectForms();
      case LONGS ->
          List.of(
              Form.of("long...", "spread(" + defaults + ", " + rank + ", " + name + ")"),
              Form.of("java.util.List<Long>", name));
      case DOUBLES -> List.of(Form.of("double...", "doubles(" + name + ")"), Form.of(type, name));
      case PAIRS ->
          List.of(
              Form.of("long...", "pairs(" + rank + ", " + name + ")"),
              Form.of("java.util.List<java.util.List<Long>>", name));
      case OBJECTS -> List.of(Form.of("java.util.List<?>", "java.util.List.copyOf(" + name + ")"));
      case NODE -> List.of(Form.of(MEMBER, name + ".member()"));
      case NODES -> List.of(Form.of(MEMBER + "...", "members(" + name + ")"));
      case "java.lang.String", "java.lang.Object" ->
          List.of(Form.of((nullable ? "@Nullable " : "") + simple(), name));
      default -> List.of(Form.of(type, name));
    };
  }

  private List<Form> objectForms() {
    Form text =
        Form.of("String", "dev.tenon.layers.common.ObjectNames.%s(%s)".formatted(kind(), name));
    Form held = Form.of(OBJECT, name);
    String typed = objectType();
    return typed == null
        ? List.of(text, held)
        : List.of(text, Form.of(typed, name + ".toKeras()"), held);
  }

  /** Returns the type that users give a held object as; null for activations and other types. */
  @Nullable String objectType() {
    if (!type.equals(OBJECT)) {
      return null;
    }
    return switch (kind()) {
      case "initializer" -> "dev.tenon.initializers.Initializer";
      case "regularizer" -> "dev.tenon.regularizers.Regularizer";
      case "constraint" -> "dev.tenon.constraints.Constraint";
      default -> null;
    };
  }

  /** Returns the types that a factory takes it as where others follow: a number stands for all. */
  List<String> positional(String record, int rank) {
    return switch (type) {
      case LONGS -> List.of("long", "long[]");
      case PAIRS -> List.of("long");
      default -> forms(record, rank).stream().map(Form::positional).toList();
    };
  }

  /** Returns the type as source, with its annotation. */
  String declaration() {
    return nullable ? type.replaceFirst("^((?:\\w+\\.)*)", "$1@Nullable ") : type;
  }

  private String simple() {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /** Returns the kind of an object: activation, initializer, regularizer or constraint. */
  String kind() {
    for (String kind : List.of("Activation", "Initializer", "Regularizer", "Constraint")) {
      if (name.endsWith(kind) || name.equals(kind.toLowerCase(Locale.ROOT))) {
        return kind.toLowerCase(Locale.ROOT);
      }
    }
    throw new IllegalArgumentException(
        "component '" + name + "' does not say by its name what kind of object it is");
  }

  /** Returns Keras' name. */
  String key() {
    return key(name);
  }

  /**
   * Returns Keras' spelling of a name: {@code fromLogits} is {@code from_logits}, {@code beta1} is
   * {@code beta_1}.
   */
  static String key(String name) {
    return name.replaceAll("([A-Z])", "_$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("([a-z]{2,})([0-9])", "$1_$2");
  }
}
