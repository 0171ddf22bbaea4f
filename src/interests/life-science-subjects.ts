// The subjects of bioRxiv and medRxiv, as their servers name them; codes are `biorxiv.cell-biology` and the like, so that
// they stand beside arXiv's. Source: the subject lists of both servers, 2026.

const BIORXIV = `Animal Behavior and Cognition, Biochemistry, Bioengineering, Bioinformatics, Biophysics, Cancer Biology,
Cell Biology, Developmental Biology, Ecology, Evolutionary Biology, Genetics, Genomics, Immunology, Microbiology,
Molecular Biology, Neuroscience, Paleontology, Pathology, Pharmacology and Toxicology, Physiology, Plant Biology,
Scientific Communication and Education, Synthetic Biology, Systems Biology, Zoology`;

const MEDRXIV = `Addiction Medicine, Allergy and Immunology, Anesthesia, Cardiovascular Medicine, Dentistry and Oral Medicine,
Dermatology, Emergency Medicine, Endocrinology, Epidemiology, Forensic Medicine, Gastroenterology,
Genetic and Genomic Medicine, Geriatric Medicine, Health Economics, Health Informatics, Health Policy,
Health Systems and Quality Improvement, Hematology, HIV AIDS, Infectious Diseases,
Intensive Care and Critical Care Medicine, Medical Education, Medical Ethics, Nephrology, Neurology, Nursing, Nutrition,
Obstetrics and Gynecology, Occupational and Environmental Health, Oncology, Ophthalmology, Orthopedics, Otolaryngology,
Pain Medicine, Palliative Medicine, Pathology, Pediatrics, Pharmacology and Therapeutics, Primary Care Research,
Psychiatry and Clinical Psychology, Public and Global Health, Radiology and Imaging,
Rehabilitation Medicine and Physical Therapy, Respiratory Medicine, Rheumatology, Sexual and Reproductive Health,
Sports Medicine, Surgery, Toxicology, Transplantation, Urology`;

/** `biorxiv.cell-biology` for "Cell Biology" or "cell biology". */
export function subjectCode(server: 'biorxiv' | 'medrxiv', subject: string): string {
  const slug = subject
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${server}.${slug}`;
}

const subjects = (server: 'biorxiv' | 'medrxiv', list: string) =>
  list.split(/,\s+/).map((name) => ({ code: subjectCode(server, name), name }));

export const lifeScienceFields = [
  { name: 'Biology (bioRxiv)', source: 'biorxiv', categories: subjects('biorxiv', BIORXIV) },
  { name: 'Health sciences (medRxiv)', source: 'medrxiv', categories: subjects('medrxiv', MEDRXIV) },
] as const;
