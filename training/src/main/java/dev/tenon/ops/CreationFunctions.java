package dev.tenon.ops;

abstract class CreationFunctions {
  CreationFunctions() {}
}
