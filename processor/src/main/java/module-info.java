/** Annotation processors that write setters, factories and forwards of Tenon's own sources. */
module dev.tenon.processor {
  requires java.compiler;
  requires jdk.compiler;
  requires org.jspecify;

  provides javax.annotation.processing.Processor with
      dev.tenon.processor.DefaultsProcessor,
      dev.tenon.processor.FacadeProcessor,
      dev.tenon.processor.functions.OperationsProcessor,
      dev.tenon.processor.SettersProcessor,
      dev.tenon.processor.ShortNameProcessor;
}
