package dev.tenon.processor;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/**
 * The Javadoc of a method that forwards to one of a holder: the holder's, with whole names in its
 * links. A holder of a module that is compiled already has no Javadoc: the first sentences are then
 * in a resource beside it, see {@link FactorySentences}.
 */
final class ForwardDocumentation {
  private static final Pattern LINK =
      Pattern.compile("\\{@link(?:plain)?\\s+([\\w.]*)(#\\w+)?(\\([^)]*\\))?(\\s+[^}]*)?\\}");
  private static final Pattern THROWS = Pattern.compile("@throws\\s+([\\w.]+)");

  private final ProcessingEnvironment environment;
  private final Map<String, Map<String, String>> resources = new HashMap<>();

  ForwardDocumentation(ProcessingEnvironment environment) {
    this.environment = environment;
  }

  String of(TypeElement holder, ExecutableElement method) {
    String reference = holder.getQualifiedName() + "#" + method.getSimpleName();
    String text = environment.getElementUtils().getDocComment(method);
    if (text != null) {
      String own = links(holder, text.strip().replaceAll("(?m)^ | +$", ""));
      boolean named = own.contains("\n@see") || !holder.getModifiers().contains(Modifier.PUBLIC);
      return named ? own : own + (own.contains("\n@") ? "\n@see " : "\n\n@see ") + reference;
    }
    Map<String, String> sentences =
        resources.computeIfAbsent(holder.getQualifiedName().toString(), name -> read(holder));
    String name = method.getSimpleName().toString();
    String sentence = sentences.getOrDefault(name, "");
    StringBuilder written = new StringBuilder();
    written.append(sentence.isEmpty() ? "See {@link " + reference + "}." : links(holder, sentence));
    written.append("\n");
    for (VariableElement parameter : method.getParameters()) {
      String argument = parameter.getSimpleName().toString();
      String description = sentences.get(FactorySentences.argumentKey(name, argument));
      if (description != null) {
        written.append("\n@param ").append(argument).append(" ").append(links(holder, description));
      }
    }
    return written.append("\n@see ").append(reference).toString();
  }

  private Map<String, String> read(TypeElement holder) {
    String where = environment.getElementUtils().getPackageOf(holder).toString();
    Map<String, String> sentences = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            environment
                .getFiler()
                .getResource(StandardLocation.CLASS_PATH, where, holder.getSimpleName() + ".tsv")
                .openReader(true))) {
      lines
          .lines()
          .map(line -> line.split("\t", 2))
          .forEach(row -> sentences.put(row[0], row[row.length - 1]));
    } catch (IOException e) {
      return Map.of();
    }
    return sentences;
  }

  private String links(TypeElement holder, String text) {
    String linked =
        LINK.matcher(text)
            .replaceAll(
                link -> Matcher.quoteReplacement(link(holder, link.group(1), link.group(2))));
    return THROWS
        .matcher(linked)
        .replaceAll(
            tag -> {
              String type = resolve(holder, tag.group(1));
              return Matcher.quoteReplacement("@throws " + (type == null ? tag.group(1) : type));
            });
  }

  private String link(TypeElement holder, String type, @Nullable String member) {
    String found = type.isEmpty() ? holder.getQualifiedName().toString() : resolve(holder, type);
    String rest = member == null ? "" : member;
    String label = type + rest.replace("#", type.isEmpty() ? "" : ".");
    return found == null ? "{@code " + label + "}" : "{@link " + found + rest + " " + label + "}";
  }

  /** Returns the whole name of a type that a holder's Javadoc names; null if it is not found. */
  private @Nullable String resolve(TypeElement holder, String type) {
    String near = environment.getElementUtils().getPackageOf(holder) + ".";
    for (String before : new String[] {near, "java.lang.", "java.io.", ""}) {
      TypeElement found = environment.getElementUtils().getTypeElement(before + type);
      if (found != null) {
        return found.getQualifiedName().toString();
      }
    }
    return null;
  }
}
