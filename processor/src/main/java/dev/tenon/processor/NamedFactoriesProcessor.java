package dev.tenon.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/** Writes for every class with {@code NamedFactories} its superclass with a method a name. */
@SupportedAnnotationTypes(NamedFactoriesProcessor.ANNOTATION)
public final class NamedFactoriesProcessor extends AbstractProcessor {
  static final String ANNOTATION = "dev.tenon.config.NamedFactories";

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (TypeElement annotation : annotations) {
      round.getElementsAnnotatedWith(annotation).forEach(this::write);
    }
    return false;
  }

  private void write(Element holder) {
    Map<String, Object> given = DefaultsProcessor.values(holder, Set.of(ANNOTATION));
    String where = processingEnv.getElementUtils().getPackageOf(holder).toString();
    String name = holder.getSimpleName() + "ByName";
    String methods =
        DefaultsProcessor.entries(given, "value").stream()
            .map(String::valueOf)
            .map(
                value ->
                    """

                          /** Returns Keras' %1$s. */
                          public static %2$s %3$s() {
                            return %4$s.named("%1$s");
                          }
                        """
                        .formatted(
                            value,
                            given.get("kind"),
                            LayerRecord.lower(value),
                            holder.getSimpleName()))
            .collect(Collectors.joining());
    try (Writer out =
        processingEnv.getFiler().createSourceFile(where + "." + name, holder).openWriter()) {
      out.write(
          """
          package %s;

          import org.jspecify.annotations.NullMarked;

          /** A method for each name. */
          @NullMarked
          abstract class %s {%s}
          """
              .formatted(where, name, methods));
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + name, e);
    }
  }
}
