package dev.tenon.processor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** The layer that runs a cell along a sequence, declared by the cell's {@code RecurrentLayer}. */
record RecurrentRecord(LayerRecord layer, LayerRecord cell) {
  private static final String ANNOTATION = "dev.tenon.layers.common.RecurrentLayer";

  private static final List<String> OPTIONS =
      List.of(
          "returnSequences",
          "returnState",
          "goBackwards",
          "stateful",
          "unroll",
          "zeroOutputForMask");

  /** Reads the annotation of a cell; null without one. */
  static @Nullable RecurrentRecord of(TypeElement type, Elements elements) {
    Map<String, Object> given = Annotations.values(type, Set.of(ANNOTATION));
    if (given.isEmpty()) {
      return null;
    }
    String name = String.valueOf(given.get("value"));
    LayerRecord cell = LayerRecord.of(type, elements);
    String text =
        """
         %s

         <p>Input (batch, time, n), or (time, batch, n) with tf_keras' {@code time_major}, then optional
         initial states (batch, units). Output (batch, units), or (batch, time, units) with {@code
         return_sequences}; the last states follow with {@code return_state}. A mask (batch, time) skips
         steps.
        """
            .formatted(given.get("summary"));
    return new RecurrentRecord(
        new LayerRecord(
            cell.packageName(),
            name,
            text.strip(),
            page(cell, name),
            components(cell, given),
            cell.positional(),
            cell.required(),
            LayerRecord.lower(name),
            List.of(),
            false,
            false),
        cell);
  }

  private static String page(LayerRecord cell, String name) {
    String page = cell.name().replaceAll("(?<=[a-z])R", "_r").replace("Cell", "");
    return "<a href=\"https://keras.io/api/layers/recurrent_layers/%s/\">Keras: %s</a>"
        .formatted(page.toLowerCase(Locale.ROOT), name);
  }

  private static List<Component> components(LayerRecord cell, Map<String, Object> given) {
    List<Component> all = new ArrayList<>();
    OPTIONS.forEach(
        option ->
            all.add(
                new Component(option, "boolean", false, "false", ArgumentTexts.of(option, ""))));
    Map<String, Component> own = new HashMap<>();
    cell.components().forEach(component -> own.put(component.name(), component));
    Component moved = own.get(String.valueOf(given.get("behindInitializers")));
    for (Component component : cell.components()) {
      if (component.equals(moved) || component.name().equals(given.get("without"))) {
        continue;
      }
      all.add(component);
      if (component.name().equals("biasInitializer") && moved != null) {
        all.add(moved);
      } else if (component.name().equals("biasRegularizer")) {
        String name = "activityRegularizer";
        all.add(new Component(name, component.type(), true, null, ArgumentTexts.of(name, "")));
      }
    }
    return all;
  }

  /** Writes the record. */
  String write() {
    List<String> names = layer.components().stream().map(Component::name).toList();
    return layer.source(
        " %s\n\n @see %s".formatted(layer.documentation(), layer.see()),
        "AroundCell",
        """
          @Override
          public %1$s cell() {
            return new %1$s(%2$s);
          }

          @Override
          public %3$s turned() {
            return goBackwards(!goBackwards);
          }

          @Override
          public %3$s zeroing(boolean zero) {
            return zeroOutputForMask(zero);
          }
        """
            .formatted(
                cell.name(),
                cell.components().stream()
                    .map(component -> names.contains(component.name()) ? component.name() : "null")
                    .collect(Collectors.joining(", ")),
                layer.name()));
  }
}
