// Bytes within the program need no file beside it, wherever it is installed.

#include "CMyelinDatasets.h"

// `#embed` is C23's; Clang has it for every version of the language.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char iris[] = {
#embed "Data/iris.csv.gz"
};
static const unsigned char wine[] = {
#embed "Data/wine.csv.gz"
};
static const unsigned char breast_cancer[] = {
#embed "Data/breast_cancer.csv.gz"
};
static const unsigned char diabetes[] = {
#embed "Data/diabetes.csv.gz"
};
static const unsigned char digits[] = {
#embed "Data/digits.csv.gz"
};

const myelin_table myelin_iris = {iris, sizeof iris};
const myelin_table myelin_wine = {wine, sizeof wine};
const myelin_table myelin_breast_cancer = {breast_cancer, sizeof breast_cancer};
const myelin_table myelin_diabetes = {diabetes, sizeof diabetes};
const myelin_table myelin_digits = {digits, sizeof digits};
