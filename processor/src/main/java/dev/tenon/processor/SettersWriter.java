package dev.tenon.processor;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Writes the setters of a record, or of the class that users see in its place. */
final class SettersWriter {
  private final OptionsRecord options;
  private final Elements elements;
  private final DeclaredDefaults defaults;
  private final StringBuilder members = new StringBuilder();
  private final Set<String> written = new HashSet<>();

  private SettersWriter(OptionsRecord options, Elements elements, DeclaredDefaults defaults) {
    this.options = options;
    this.elements = elements;
    this.defaults = defaults;
  }

  /** Writes the source of the setters. */
  static String write(OptionsRecord options, Elements elements, DeclaredDefaults defaults) {
    return new SettersWriter(options, elements, defaults).source();
  }

  private String source() {
    options.components().forEach(component -> written.add(component.name()));
    Map<String, String> own = options.defaults(defaults);
    for (OptionsComponent component : options.components()) {
      if (options.owner() == null) {
        accessor(component, component.name() + "()", null);
      }
      setters(component, null, own);
    }
    for (OptionsComponent component : options.components()) {
      OptionsRecord shared = OptionsRecord.shared(component, elements);
      if (shared != null) {
        Map<String, String> declared = shared.defaults(defaults);
        for (OptionsComponent inner : shared.components()) {
          if (written.add(inner.name())) {
            accessor(inner, component.name() + "()." + inner.name() + "()", component);
            setters(inner, component, declared);
          }
        }
      }
    }
    boolean owned = options.owner() != null;
    return """
        package %1$s;

        import org.jspecify.annotations.NullMarked;

        /** The options of {@link %2$s}; the setter of each returns a changed copy. */
        @NullMarked
        %3$s {
        %4$s}
        """
        .formatted(
            options.packageName(),
            options.shown(),
            owned ? declaration() : "interface " + options.settersName(),
            owned ? field() + members : members);
  }

  private String declaration() {
    String name = options.settersName() + options.parameters();
    TypeElement base = options.base();
    return base == null
        ? "abstract class " + name
        : "abstract sealed class "
            + name
            + " extends "
            + base.getSimpleName()
            + options.arguments()
            + " permits "
            + options.shown();
  }

  private String field() {
    String declared =
        options.baseArguments().stream()
            .map(argument -> argument.asType() + " " + argument.getSimpleName() + ", ")
            .collect(Collectors.joining());
    String passed =
        options.baseArguments().stream()
            .map(argument -> argument.getSimpleName().toString())
            .collect(Collectors.joining(", "));
    return """
          final %1$s options;

          %2$s(%4$s%1$s %6$s) {
            super(%5$s);
            this.options = %6$s;
          }

          /** Returns a copy with other options. */
          abstract %3$s with(%1$s options);
        """
        .formatted(
            options.name(),
            options.settersName(),
            options.result(),
            declared,
            passed,
            options.base() == null ? "options" : "chosen");
  }

  private void accessor(
      OptionsComponent component, String value, @Nullable OptionsComponent within) {
    members.append(
        """

          /** Returns {@code %1$s}%2$s. */
          %3$s%4$s %5$s()%6$s
        """
            .formatted(
                component.key(),
                component.documentation().isEmpty() ? "" : ": " + text(component),
                within == null ? "" : options.owner() == null ? "default " : "public ",
                component.declaration(),
                component.name(),
                within == null
                    ? ";"
                    : " {\n    return "
                        + (options.owner() == null ? "" : "options.")
                        + value
                        + ";\n  }"));
  }

  private void setters(
      OptionsComponent component, @Nullable OptionsComponent within, Map<String, String> declared) {
    boolean told = component.documentation().contains("default");
    String byDefault = told ? null : declared.get(component.name());
    for (OptionsComponent.Form form : component.forms()) {
      String value = form.value();
      if (within != null) {
        value = within.name() + "()." + component.name() + "(" + component.name() + ")";
        if (options.owner() != null) {
          value = "options." + value;
        }
      }
      String changed = within == null ? component.name() : within.name();
      members.append(
          """

            /**
             * Sets {@code %1$s}%2$s.%8$s
             */
            %3$s %4$s %5$s(%6$s %5$s) {
              return %7$s;
            }
          """
              .formatted(
                  component.key(),
                  component.documentation().isEmpty() ? "" : ": " + text(component),
                  options.owner() == null ? "default" : "public",
                  options.result(),
                  component.name(),
                  form.parameter(),
                  copy(changed, value),
                  byDefault == null ? "" : " Default: " + byDefault + "."));
    }
  }

  private String copy(String changed, String value) {
    String from = options.owner() == null ? "" : "options.";
    String record =
        options.components().stream()
            .map(each -> each.name().equals(changed) ? value : from + each.name() + "()")
            .collect(Collectors.joining(", ", "new " + options.name() + "(", ")"));
    return options.owner() == null ? record : "with(" + record + ")";
  }

  private static String text(OptionsComponent component) {
    String text = component.documentation();
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
