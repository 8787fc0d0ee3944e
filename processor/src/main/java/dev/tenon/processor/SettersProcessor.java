package dev.tenon.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/** Writes for every record with {@code Setters} the type that sets its components one by one. */
@SupportedAnnotationTypes(SettersProcessor.ANNOTATION)
public final class SettersProcessor extends AbstractProcessor {
  static final String ANNOTATION = "dev.tenon.internal.options.Setters";

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (TypeElement annotation : annotations) {
      for (Element element : round.getElementsAnnotatedWith(annotation)) {
        if (element.getKind() == ElementKind.RECORD) {
          write((TypeElement) element);
        } else {
          processingEnv
              .getMessager()
              .printMessage(Diagnostic.Kind.ERROR, "@Setters is for records", element);
        }
      }
    }
    return false;
  }

  private void write(TypeElement type) {
    OptionsRecord options = OptionsRecord.of(type, processingEnv.getElementUtils());
    String name = options.packageName() + "." + options.settersName();
    try (Writer out = processingEnv.getFiler().createSourceFile(name, type).openWriter()) {
      out.write(
          SettersWriter.write(
              options, processingEnv.getElementUtils(), new DeclaredDefaults(processingEnv)));
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + name, e);
    }
  }
}
