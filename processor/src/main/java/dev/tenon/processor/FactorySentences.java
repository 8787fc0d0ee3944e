package dev.tenon.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.StandardLocation;

/**
 * The first sentences of the Javadoc of the factories of a holder, and the descriptions of their
 * arguments. Class files have no Javadoc, so that {@link ForwardDocumentation} reads them from a
 * resource beside the holder: a line for each name, with a tab.
 */
final class FactorySentences {
  private FactorySentences() {}

  /** Returns the sentences of layers, and of the other methods of {@code Layers}. */
  static Map<String, String> of(List<LayerRecord> layers, Elements elements) {
    Map<String, String> sentences = new TreeMap<>();
    TypeElement above = elements.getTypeElement("dev.tenon.layers.TensorLayers");
    if (above != null) {
      for (ExecutableElement method : ElementFilter.methodsIn(above.getEnclosedElements())) {
        String text = elements.getDocComment(method);
        if (text != null) {
          sentences.putIfAbsent(method.getSimpleName().toString(), first(text));
        }
      }
    }
    for (LayerRecord layer : layers) {
      put(sentences, layer.shortName(), layer);
      layer.aliases().forEach(name -> put(sentences, name, layer));
    }
    return sentences;
  }

  private static void put(Map<String, String> sentences, String name, LayerRecord layer) {
    sentences.put(name, first(layer.documentation()));
    layer
        .positional()
        .forEach(
            argument ->
                sentences.put(
                    argumentKey(name, argument.name()), oneLine(layer.sentences(argument, null))));
  }

  /** Returns the key of the description of a factory's argument. */
  static String argumentKey(String factory, String argument) {
    return factory + "." + argument;
  }

  /** Returns a text in one line. */
  static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  /** Writes the resource of a holder. */
  static void write(
      ProcessingEnvironment environment,
      String packageName,
      String holder,
      Map<String, String> sentences) {
    try (Writer out =
        environment
            .getFiler()
            .createResource(StandardLocation.CLASS_OUTPUT, packageName, holder + ".tsv")
            .openWriter()) {
      out.write(
          sentences.entrySet().stream()
              .map(entry -> entry.getKey() + "\t" + entry.getValue() + "\n")
              .collect(Collectors.joining()));
    } catch (IOException e) {
      throw new IllegalStateException("cannot write the sentences of " + holder, e);
    }
  }

  /** Returns the first sentence of a Javadoc, in one line. */
  static String first(String documentation) {
    String paragraph = documentation.strip().split("\n\\s*\n", 2)[0].replaceAll("\\s+", " ");
    return paragraph.replaceFirst("(?<=\\.) (?=[A-Z]).*", "");
  }
}
