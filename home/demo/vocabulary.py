"""The words for filters, in both languages, under keys that addresses and imports use."""

from __future__ import annotations

from cms.models import Audience, CommunityTier, OrganizationKind, Region, ResourceType, Service, Term, Topic

#: (key, French, English), in the order in which lists show them.
TERMS: dict[type[Term], tuple[tuple[str, str, str], ...]] = {
    Service: (
        ("settlement", "Établissement", "Settlement"),
        ("language", "Langue", "Language"),
        ("employment", "Emploi", "Employment"),
        ("community-connections", "Liens avec la collectivité", "Community connections"),
    ),
    Topic: (
        (
            "anti-racism",
            "Lutte contre le racisme, appartenance et discrimination",
            "Anti-racism, belonging and discrimination",
        ),
        ("children-and-youth", "Enfance et jeunesse", "Children and youth"),
        ("disability", "Handicap", "Disability"),
        ("education", "Éducation", "Education"),
        ("employment", "Emploi", "Employment"),
        ("francophone-newcomers", "Nouveaux arrivants francophones", "Francophone newcomers"),
        ("health", "Santé", "Health"),
        ("housing", "Logement", "Housing"),
        (
            "indigenous-newcomer-relations",
            "Relations entre Autochtones et nouveaux arrivants",
            "Indigenous–newcomer relations",
        ),
        ("language-learning", "Apprentissage des langues", "Language learning"),
        ("mental-health", "Santé mentale", "Mental health"),
        ("refugee-claimants", "Demandeurs d’asile", "Refugee claimants"),
        ("seniors", "Personnes aînées", "Seniors"),
        ("2slgbtqia-newcomers", "Nouveaux arrivants 2ELGBTQIA+", "2SLGBTQIA+ newcomers"),
        ("women", "Femmes", "Women"),
        ("welcoming-communities", "Collectivités accueillantes", "Welcoming communities"),
        ("governance-and-hr", "Gouvernance et ressources humaines", "Governance and human resources"),
    ),
    ResourceType: (
        ("guide", "Guide", "Guide"),
        ("training-material", "Matériel de formation", "Training material"),
        ("template", "Modèle", "Template"),
        ("checklist", "Liste de vérification", "Checklist"),
        ("research-report", "Rapport de recherche", "Research report"),
        ("webinar-recording", "Webinaire enregistré", "Webinar recording"),
        ("web-tool", "Outil en ligne", "Web tool"),
        ("policy-brief", "Note d’orientation", "Policy brief"),
    ),
    Audience: (
        ("front-line-staff", "Personnel de première ligne", "Front-line staff"),
        ("senior-leaders", "Cadres supérieurs", "Senior leaders"),
        ("lips", "Partenariats locaux en matière d’immigration (PLI)", "Local Immigration Partnerships (LIPs)"),
        (
            "municipalities-and-community-partners",
            "Municipalités et partenaires locaux",
            "Municipalities and community partners",
        ),
        ("volunteers", "Bénévoles", "Volunteers"),
        ("the-public", "Grand public", "The public"),
    ),
    OrganizationKind: (
        ("service-provider", "Fournisseur de services", "Service provider"),
        ("lip", "Partenariat local en matière d’immigration (PLI)", "Local Immigration Partnership (LIP)"),
        ("rif", "Réseau en immigration francophone (RIF)", "Francophone Immigration Network (RIF)"),
        ("municipality", "Municipalité", "Municipality"),
        ("school-or-college", "École ou collège", "School or college"),
        ("sister-association", "Association sœur", "Sister association"),
        ("funder", "Bailleur de fonds", "Funder"),
        ("other-partner", "Autre partenaire", "Other partner"),
    ),
    Region: (
        ("northwest", "Nord-Ouest", "Northwest"),
        ("northeast", "Nord-Est", "Northeast"),
        ("central", "Centre", "Central"),
        ("southeast", "Sud-Est", "Southeast"),
        ("southwest", "Sud-Ouest", "Southwest"),
        ("mountain-parks", "Parcs des Rocheuses", "Mountain parks"),
        ("calgary-area", "Région de Calgary", "Calgary area"),
        ("edmonton-area", "Région d’Edmonton", "Edmonton area"),
    ),
    CommunityTier: (
        ("small-communities", "Petites collectivités", "Small communities"),
        ("small-cities", "Petites villes", "Small cities"),
        ("medium-sized-cities", "Villes moyennes", "Medium-sized cities"),
        ("major-urban-centres", "Grands centres urbains", "Major urban centres"),
    ),
}
