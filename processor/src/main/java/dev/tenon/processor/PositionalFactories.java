package dev.tenon.processor;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** Writes the factories of one record: each takes some of Keras' positional arguments. */
final class PositionalFactories {
  /** More arguments in a row cannot be told apart by a reader: they are set by name. */
  private static final int MOST = 4;

  private final String record;
  private final String name;
  private final List<OptionsComponent> components;
  private final String sentence;

  private PositionalFactories(
      String record, String name, List<OptionsComponent> components, String sentence) {
    this.record = record;
    this.sentence = sentence;
    this.name = name;
    this.components = components;
  }

  /**
   * Returns the name of the factories of a record: its own with a small first word.
   *
   * @param names names that are made otherwise
   */
  static String name(TypeElement type, List<Object> names) {
    String record = type.getSimpleName().toString();
    return names.stream()
        .map(String::valueOf)
        .filter(record::equalsIgnoreCase)
        .findFirst()
        .orElseGet(() -> LayerRecord.lower(record));
  }

  static String of(TypeElement type, List<Object> names, Elements elements) {
    OptionsRecord options = OptionsRecord.of(type, elements);
    Map<String, Object> given = Annotations.values(type, Set.of(SettersProcessor.ANNOTATION));
    String name = name(type, names);
    int required = (Integer) given.getOrDefault("required", 0);
    int positional = (Integer) given.getOrDefault("positional", -1);
    if (positional < 0) {
      positional = 0;
      while (positional < options.components().size()
          && OptionsRecord.shared(options.components().get(positional), elements) == null) {
        positional++;
      }
    }
    PositionalFactories writer =
        new PositionalFactories(
            options.name(),
            name,
            options.components(),
            FactorySentences.first(String.valueOf(elements.getDocComment(type))));
    Set<List<OptionsComponent.Form>> signatures = new LinkedHashSet<>();
    for (int count = required; count <= Math.max(required, Math.min(MOST, positional)); count++) {
      writer.signatures(count, signatures);
    }
    return signatures.stream().map(writer::factory).collect(Collectors.joining());
  }

  /** Adds the first form of every argument, then the declared type of each. */
  private void signatures(int count, Set<List<OptionsComponent.Form>> signatures) {
    for (boolean declared : new boolean[] {false, true}) {
      List<OptionsComponent.Form> forms = new ArrayList<>();
      for (OptionsComponent component : components.subList(0, count)) {
        List<OptionsComponent.Form> choices = component.forms();
        OptionsComponent.Form usual = choices.get(0);
        OptionsComponent.Form form = declared ? choices.get(choices.size() - 1) : usual;
        forms.add(forms.size() < count - 1 ? form.asArray() : form);
      }
      signatures.add(forms);
    }
  }

  /** Returns the tags of the arguments that the record describes, a line each. */
  private String tags(List<OptionsComponent.Form> forms) {
    return components.stream()
        .limit(forms.size())
        .filter(component -> !component.documentation().isEmpty())
        .map(
            component ->
                " * @param "
                    + component.name()
                    + " "
                    + component.documentation().replaceAll("\\s*\n\\s*", " ")
                    + "\n  ")
        .collect(Collectors.joining());
  }

  private String factory(List<OptionsComponent.Form> forms) {
    String parameters =
        IntStream.range(0, forms.size())
            .mapToObj(i -> forms.get(i).parameter() + " " + components.get(i).name())
            .collect(Collectors.joining(", "));
    String values =
        IntStream.range(0, components.size())
            .mapToObj(
                i ->
                    i < forms.size()
                        ? forms.get(i).value()
                        : record + ".DEFAULTS." + components.get(i).name() + "()")
            .collect(Collectors.joining(", "));
    String body = forms.isEmpty() ? record + ".DEFAULTS" : "new " + record + "(" + values + ")";
    return """

        /**
         * %6$s
         *
        %7$s * @return {@link %1$s} with Keras'%2$s defaults
         */
        public static %1$s %3$s(%4$s) {
          return %5$s;
        }
      """
        .formatted(
            record, forms.isEmpty() ? "" : " other", name, parameters, body, sentence, tags(forms));
  }
}
