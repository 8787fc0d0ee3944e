package dev.tenon.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic;

/**
 * Writes for a package with {@code Facade} the class with the static methods of its holders.
 *
 * <p>Holders inherit factories from classes that other processors write in the first round, so this
 * one waits until all of them exist.
 */
@SupportedAnnotationTypes(FacadeProcessor.ANNOTATION)
public final class FacadeProcessor extends AbstractProcessor {
  static final String ANNOTATION = "dev.tenon.internal.annotations.Facade";

  /** The holders of each package that waits, by the package's name. */
  private final Map<String, List<String>> waiting = new LinkedHashMap<>();

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (TypeElement annotation : annotations) {
      for (Element element : round.getElementsAnnotatedWith(annotation)) {
        List<String> holders = new ArrayList<>();
        Annotations.entries(Annotations.values(element, Set.of(ANNOTATION)), "value")
            .forEach(value -> holders.add(((DeclaredType) value).asElement().toString()));
        waiting.put(element.toString(), holders);
      }
    }
    if (round.processingOver()) {
      waiting.forEach(
          (name, holders) ->
              processingEnv
                  .getMessager()
                  .printMessage(
                      Diagnostic.Kind.ERROR,
                      "no facade for " + name + ": a superclass of its holders is missing"));
      return false;
    }
    Elements elements = processingEnv.getElementUtils();
    waiting
        .entrySet()
        .removeIf(
            entry -> {
              List<TypeElement> holders =
                  entry.getValue().stream().map(elements::getTypeElement).toList();
              boolean ready = holders.stream().allMatch(FacadeProcessor::complete);
              if (ready) {
                write(entry.getKey(), holders);
              }
              return ready;
            });
    return false;
  }

  /** Returns whether all superclasses of a holder exist. */
  private static boolean complete(TypeElement holder) {
    TypeMirror above = holder.getSuperclass();
    return above.getKind() != TypeKind.ERROR
        && (!(above instanceof DeclaredType declared)
            || complete((TypeElement) declared.asElement()));
  }

  private void write(String packageName, List<TypeElement> holders) {
    Elements elements = processingEnv.getElementUtils();
    Element annotated = elements.getPackageElement(packageName);
    Map<String, Object> values = Annotations.values(annotated, Set.of(ANNOTATION));
    String name = packageName + "." + values.get("name");
    Set<Object> without = Set.copyOf(Annotations.entries(values, "without"));
    try (Writer out = processingEnv.getFiler().createSourceFile(name).openWriter()) {
      out.write(
          new FacadeWriter(packageName, String.valueOf(values.get("name")), processingEnv)
              .write(holders, without));
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + name, e);
    }
  }
}
