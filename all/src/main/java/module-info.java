/** All of Tenon: models, inspection, the zoo, and both engines. */
module dev.tenon {
  requires transitive dev.tenon.inspect;
  requires transitive dev.tenon.training;
  requires transitive dev.tenon.zoo;
  requires dev.tenon.runtime.onnxruntime;
  requires dev.tenon.runtime.tensorflow;
}
