package dev.tenon.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of a layer, as the processor reads it.
 *
 * @param packageName the record's package
 * @param name the record's name
 * @param documentation the record's Javadoc up to its first tag; empty without one
 * @param see the link of its first {@code @see}, usually to Keras' page; empty without one
 * @param components the record's components, in order
 * @param positional Keras' positional arguments, in order
 * @param required how many of them have no default
 * @param shortName the name of the factory
 * @param aliases further names of it
 * @param adaptable whether the layer adapts to data
 * @param declaresDefaults whether the record has a constant {@code DEFAULTS} of its own
 */
record LayerRecord(
    String packageName,
    String name,
    String documentation,
    String see,
    List<Component> components,
    List<Component> positional,
    int required,
    String shortName,
    List<String> aliases,
    boolean adaptable,
    boolean declaresDefaults) {
  /** The package of the classes that set a layer's components. */
  static final String SPEC_PACKAGE = "dev.tenon.layers";

  private static final String ADAPTABLE = "dev.tenon.layers.adaptation.Adaptable<";
  private static final Pattern SEE = Pattern.compile("@see\\s+(<a .*?</a>)", Pattern.DOTALL);
  private static final Pattern RANK = Pattern.compile("([123])D");

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException if the annotation names an unknown component
   */
  static LayerRecord of(TypeElement type, Elements elements) {
    String name = type.getSimpleName().toString();
    return of(type, name, Component.all(type, elements), elements, text -> text);
  }

  /**
   * Reads the annotation and the Javadoc of a declaration.
   *
   * @param filled fills in the placeholders of texts
   * @throws IllegalArgumentException if the annotation names an unknown component
   */
  static LayerRecord of(
      TypeElement type,
      String name,
      List<Component> declared,
      Elements elements,
      UnaryOperator<String> filled) {
    String packageName = elements.getPackageOf(type).getQualifiedName().toString();
    UnaryOperator<String> links = text -> DocumentationLinks.qualified(text, packageName, elements);
    List<Component> components =
        declared.stream().map(component -> component.filled(links)).toList();
    Map<String, Object> given = Annotations.values(type, Set.of(ShortNameProcessor.ANNOTATION));
    int required = (Integer) given.getOrDefault("required", -1);
    List<Component> positional = new ArrayList<>();
    for (Object wanted : Annotations.entries(given, "value")) {
      positional.add(
          components.stream()
              .filter(component -> component.name().equals(wanted))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException(name + " has no component '" + wanted + "'")));
    }
    String comment = filled.apply(String.valueOf(elements.getDocComment(type)));
    Matcher see = SEE.matcher(comment);
    return new LayerRecord(
        packageName,
        name,
        links.apply(text(comment)),
        see.find() ? see.group(1).replaceAll("\\s+", " ") : "",
        components,
        positional,
        required < 0 ? positional.size() : required,
        (String) given.getOrDefault("name", lower(name)),
        Annotations.entries(given, "aliases").stream()
            .map(alias -> filled.apply((String) alias))
            .toList(),
        type.getInterfaces().stream().anyMatch(above -> above.toString().startsWith(ADAPTABLE)),
        ElementFilter.fieldsIn(type.getEnclosedElements()).stream()
            .anyMatch(field -> field.getSimpleName().contentEquals("DEFAULTS")));
  }

  /**
   * Writes the record.
   *
   * @param comment its Javadoc
   * @param implemented the interface that it implements beside its options
   * @param body its methods
   */
  String source(String comment, String implemented, String body) {
    return """
        package %1$s;

        import org.jspecify.annotations.NullMarked;
        import org.jspecify.annotations.Nullable;

        /**
         *%2$s
         */
        @NullMarked
        public record %3$s(%4$s) implements %5$s, %6$s {
        %7$s}
        """
        .formatted(
            packageName,
            documented(comment).replace("\n", "\n *"),
            name,
            components.stream()
                .map(component -> component.declaration() + " " + component.name())
                .collect(Collectors.joining(", ")),
            implemented,
            optionsName(),
            body);
  }

  /** Adds the tags of the components before the other tags. */
  private String documented(String comment) {
    String tags =
        components.stream()
            .map(component -> "\n @param " + component.name() + " " + component.documentation())
            .collect(Collectors.joining());
    String text = comment.stripTrailing();
    int tag = text.indexOf("\n @");
    return tag < 0 ? text + "\n" + tags : text.substring(0, tag) + tags + text.substring(tag);
  }

  /**
   * Returns the sentences about an argument: its meaning and its default.
   *
   * @param form how it is given; null for its description alone
   */
  String sentences(Component component, Component.@Nullable Form form) {
    StringBuilder text = new StringBuilder(component.documentation());
    if (!component.documentation().endsWith(".")) {
      text.append('.');
    }
    if (form != null) {
      ArgumentTexts.form(component, form, rank()).ifPresent(more -> text.append(' ').append(more));
    }
    int place = positional.indexOf(component);
    boolean demanded = place >= 0 && place < required;
    String byDefault = component.defaultText();
    boolean unknown = declaresDefaults && component.byDefault() == null;
    if (!demanded && !unknown && byDefault != null) {
      text.append(" Default: ")
          .append(byDefault.equals("none") ? byDefault : "{@code " + byDefault + "}")
          .append('.');
    }
    return text.toString();
  }

  /** Returns the lines of a Javadoc that lead to the page of the layer; empty without one. */
  String seeTag(String indent) {
    return see.isEmpty() ? "" : "\n" + indent + "* @see " + see;
  }

  String specName() {
    return name + "Spec";
  }

  String optionsName() {
    return name + "Options";
  }

  /** Returns the number of axes in the class name; 0 without one. */
  int rank() {
    Matcher matcher = RANK.matcher(name);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  /** Turns LSTMCell into lstmCell and Conv2D into conv2D. */
  static String lower(String name) {
    int capitals = 0;
    while (capitals < name.length() && Character.isUpperCase(name.charAt(capitals))) {
      capitals++;
    }
    boolean whole = capitals == name.length() || capitals == 1;
    int first = whole ? capitals : capitals - 1;
    return name.substring(0, first).toLowerCase(Locale.ROOT) + name.substring(first);
  }

  private static String text(String comment) {
    int tag = comment.indexOf("\n @");
    return (tag < 0 ? comment : comment.substring(0, tag)).strip();
  }
}
